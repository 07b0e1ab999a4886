"""The forms for mail servers: where mail is fetched, where it is handed over, and access by OAuth 2."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from divan.mail.actions.grants import GrantData
from divan.mail.actions.incoming_servers import ServerData
from divan.mail.actions.relaying import RelayData
from divan.mail.known_servers import PORTS, known_server
from divan.mail.models import IncomingServer, Mailbox, OAuthGrant, RelaySettings, Security, SignIn

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")
_KEEPS = _("It is stored encrypted. Leave it empty to keep the stored one.")


def _code(**attributes: str) -> forms.TextInput:
    """A box for names of computers and accounts, which no program should correct."""
    return forms.TextInput(
        attrs={
            "dir": "ltr",
            "autocomplete": "off",
            "autocapitalize": "off",
            "spellcheck": "false",
            **attributes,
        }
    )


class HostField(forms.CharField):
    """The name or address of a server."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Server"), max_length=253, widget=_code(), **options)

    def clean(self, value: Any) -> str:
        host = str(super().clean(value))
        if host and not _HOST.fullmatch(host):
            raise forms.ValidationError(gettext("This is not the name of a server."))
        return host


class SecretField(forms.CharField):
    """A password, which is never shown again; empty keeps the stored one."""

    def __init__(self, label: Any) -> None:
        widget = forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "new-password"})
        super().__init__(
            label=label, max_length=500, required=False, strip=False, help_text=_KEEPS, widget=widget
        )


class IncomingServerForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=IncomingServer.Kind.choices)
    host = HostField(help_text=_("Your provider calls it IMAP server, POP3 server or incoming mail server."))
    security = forms.ChoiceField(label=_("Protection"), choices=Security.choices, initial=Security.TLS)
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, help_text=_("Empty: the usual one.")
    )
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=SignIn.choices)
    username = forms.CharField(label=_("User name"), max_length=254, widget=_code())
    password = SecretField(_("Password"))
    folders = forms.CharField(
        label=_("Folders"),
        required=False,
        initial="INBOX",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "spellcheck": "false"}),
        help_text=_("One on a line (IMAP). New mail in the first one is noticed at once."),
    )
    after = forms.ChoiceField(
        label=_("After fetching"),
        choices=IncomingServer.After.choices,
        help_text=_(
            "Mail that is left on an IMAP server: the first time, only what nobody has read is fetched, then "
            "everything that arrives. Otherwise all that is there is fetched."
        ),
    )
    move_to = forms.CharField(
        label=_("Folder to move to"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, data: QueryDict | None, *, mailbox: Mailbox, row: IncomingServer | None) -> None:
        super().__init__(data, initial=_stored(row, _SERVER_FIELDS) if row else _incoming_preset(mailbox))

    def data_entered(self) -> ServerData:
        """What was entered. Only after `is_valid()`."""
        entered = dict(self.cleaned_data)
        kind, security = IncomingServer.Kind(entered["kind"]), Security(entered["security"])
        entered["port"] = entered["port"] or PORTS[kind, security]
        named = (line.strip() for line in entered["folders"].splitlines())
        entered["folders"] = tuple(dict.fromkeys(filter(None, named))) or ("INBOX",)
        return ServerData(**entered)


class RelayForm(forms.Form):
    host = HostField(help_text=_("Your provider calls it SMTP server or outgoing mail server."))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(label=_("Protection"), choices=Security.choices)
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=SignIn.choices, required=False)
    username = forms.CharField(label=_("User name"), max_length=254, required=False, widget=_code())
    password = SecretField(_("Password"))

    def __init__(
        self, data: QueryDict | None, *, row: RelaySettings | None, mailbox: Mailbox | None = None
    ) -> None:
        """Access by OAuth 2 belongs to one address, so the general server does not ask for it."""
        preset = _relay_preset(mailbox) if mailbox else {}
        super().__init__(data, initial=_stored(row, _RELAY_FIELDS) if row else preset)
        if mailbox is None:
            del self.fields["sign_in"]

    def data_entered(self) -> RelayData:
        """What was entered. Only after `is_valid()`."""
        sign_in = self.cleaned_data.get("sign_in") or SignIn.PASSWORD
        return RelayData(**{**self.cleaned_data, "sign_in": sign_in})


class GrantForm(forms.Form):
    provider = forms.ChoiceField(label=_("Provider"), choices=OAuthGrant.Provider.choices)
    client_id = forms.CharField(label=_("Client ID"), max_length=254, widget=_code())
    client_secret = SecretField(_("Client secret"))
    authorize_url = forms.CharField(
        label=_("Address of the consent page"),
        max_length=400,
        required=False,
        validators=[URLValidator(["https", "http"])],
        widget=_code(inputmode="url"),
        help_text=_("Only for another provider, or for your own tenant at Microsoft."),
    )
    token_url = forms.CharField(
        label=_("Address for tokens"),
        max_length=400,
        required=False,
        validators=[URLValidator(["https", "http"])],
        widget=_code(inputmode="url"),
    )
    scope = forms.CharField(
        label=_("Scope"), max_length=400, required=False, widget=_code(), help_text=_("Empty: the usual one.")
    )

    def __init__(self, data: QueryDict | None, *, mailbox: Mailbox, row: OAuthGrant | None) -> None:
        known = known_server(mailbox.domain)
        preset = {"provider": known.provider} if known and known.provider else {}
        super().__init__(data, initial=_stored(row, _GRANT_FIELDS) if row else preset)

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        for name in ("authorize_url", "token_url"):
            url = entered.get(name, "")
            if entered.get("provider") == OAuthGrant.Provider.OTHER and not url and name not in self.errors:
                self.add_error(name, gettext("This provider needs an address here."))
            if url and not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
                self.add_error(name, gettext("The address must begin with https://."))
        return entered

    def data_entered(self) -> GrantData:
        """What was entered. Only after `is_valid()`."""
        return GrantData(**self.cleaned_data)


_SERVER_FIELDS = ("kind", "host", "port", "security", "sign_in", "username", "folders", "after", "move_to")
_RELAY_FIELDS = ("host", "port", "security", "sign_in", "username")
_GRANT_FIELDS = ("provider", "client_id", "authorize_url", "token_url", "scope")


def _stored(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    """What a form shows of a row; secrets are in none of these lists."""
    return {name: getattr(row, name) for name in names}


def _incoming_preset(mailbox: Mailbox) -> dict[str, Any]:
    known = known_server(mailbox.domain)
    found = {"host": known.imap, "sign_in": _sign_in(known.provider)} if known else {}
    return {"username": mailbox.address, **found}


def _relay_preset(mailbox: Mailbox) -> dict[str, Any]:
    known = known_server(mailbox.domain)
    if known is None:
        return {"username": mailbox.address}
    security = Security.STARTTLS if known.smtp_port == 587 else Security.TLS
    way = {"host": known.smtp, "port": known.smtp_port, "security": security}
    return {"username": mailbox.address, "sign_in": _sign_in(known.provider), **way}


def _sign_in(provider: str) -> str:
    return SignIn.OAUTH2 if provider else SignIn.PASSWORD

"""The mail server that our mail is handed to: that of the mailbox, of the environment, or of the settings page."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from divan.core.sealing import unseal
from divan.mail.fetching.oauth import access_token
from divan.mail.fetching.oauth_strings import xoauth2_string
from divan.mail.models import Mailbox, RelaySettings, SignIn

PURPOSE = "mail relay"
TIMEOUT_SECONDS = 20
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class NamedBackend(EmailBackend):
    """A connection that says hello under the public name of the help desk: relays write that name into the mail."""

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        usual = super().connection_class
        name = urlsplit(settings.PUBLIC_URL).hostname or ""
        if "." not in name or ":" in name or not any(map(str.isalpha, name)):
            return usual
        return lambda host, port, **options: usual(host, port, **{**options, "local_hostname": name})


class OAuthBackend(NamedBackend):
    """A connection that signs in with an access token (the SASL mechanism XOAUTH2)."""

    def __init__(self, account: str, token: Callable[[], str], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self._account, self._token = account, token

    def open(self) -> bool | None:
        """Open and sign in. Raises what the token or the server was refused with."""
        if not super().open() or self.connection is None:
            return False
        try:
            self._sign_in(self.connection)
        except BaseException:
            self.close()  # otherwise the next mail would find a connection that nobody signed in to
            raise
        return True

    def _sign_in(self, connection: smtplib.SMTP) -> None:
        answer = xoauth2_string(self._account, self._token())
        connection.ehlo_or_helo_if_needed()
        # A refusal comes as a challenge first, which wants an empty answer.
        connection.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")


@dataclass(frozen=True, slots=True)
class Relay:
    """Where and how to hand mail over. `security` is "starttls", "tls" or "none".

    With `token`, which makes an access token, `username` signs in by OAuth 2 instead of the password.
    """

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)

    def connection(self, *, timeout: int = TIMEOUT_SECONDS) -> EmailBackend:
        """A connection that is not open yet; certificates are checked."""
        way = {
            "host": self.host,
            "port": self.port,
            "use_tls": self.security == "starttls",
            "use_ssl": self.security == "tls",
            "timeout": timeout,
            "fail_silently": False,
        }
        if self.token is not None:
            return OAuthBackend(self.username, self.token, username="", password="", **way)
        return NamedBackend(username=self.username, password=self.password, **way)  # type: ignore[arg-type]


def current_relay(mailbox: Mailbox | None = None) -> Relay | None:
    """The relay for mail of a mailbox; None if there is none yet.

    The mailbox's own goes first, then that of the environment, then the general one of the settings page.
    """
    own = RelaySettings.objects.filter(mailbox=mailbox).first() if mailbox else None
    if own is None and settings.MAIL_RELAY_URL:
        return relay_of_url(settings.MAIL_RELAY_URL)
    row = own or RelaySettings.objects.filter(is_general=True).first()
    return relay_of(row, mailbox) if row else None


def relay_of(row: RelaySettings, mailbox: Mailbox | None) -> Relay:
    """The relay that stored settings describe."""
    if row.sign_in == SignIn.OAUTH2 and mailbox is not None:
        return Relay(row.host, row.port, row.security, row.username, token=lambda: access_token(mailbox))
    password = unseal(row.sealed_password, purpose=PURPOSE)
    return Relay(row.host, row.port, row.security, row.username, password)


def relay_of_url(url: str) -> Relay:
    """The relay that smtp://user:password@host:587?tls=starttls names; smtps:// means TLS from the start.

    `tls` is starttls, tls or none. Raises ValueError for anything else.
    """
    parts = urlsplit(url)
    usual = {"smtp": "starttls", "smtps": "tls"}.get(parts.scheme)
    security = parse_qs(parts.query).get("tls", [usual or ""])[0]
    if usual is None or security not in _PORTS or not parts.hostname:
        raise ValueError("DIVAN_MAIL_RELAY must look like smtp://user:password@host:587?tls=starttls")
    return Relay(
        host=parts.hostname,
        port=parts.port or _PORTS[security],
        security=security,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )

"""The forms of the mail settings."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from divan.accounts.models import Group
from divan.mail.actions import MailboxData, RelayData
from divan.mail.models import Mailbox, RelaySettings, Security

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")


class ListFilter(forms.Form):
    """State and place in a list; what is not understood counts as not given."""

    state = forms.CharField(required=False, max_length=10)
    after = forms.IntegerField(required=False, min_value=1)

    def chosen(self) -> tuple[str, int]:
        """State and the id to go on after."""
        self.is_valid()
        return self.cleaned_data.get("state") or "", self.cleaned_data.get("after") or 0


class MailboxForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Mail to this address becomes tickets."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=Group.objects.filter(is_active=True),
        help_text=_("It owns what comes in here, and writes from this address."),
    )
    sender_name = forms.CharField(
        label=_("Sender name"),
        max_length=120,
        required=False,
        help_text=_("What people see as the sender. Empty: the name of the help desk."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For people who write for the first time."),
    )
    is_default = forms.BooleanField(
        label=_("Default address"),
        required=False,
        help_text=_("Groups without an address of their own, and mails about accounts, use it."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("Mail to an address that is not in use is refused."),
    )

    @staticmethod
    def initial_of(mailbox: Mailbox) -> dict[str, Any]:
        """What the form shows for a mailbox."""
        return {name: getattr(mailbox, name) for name in MailboxForm.base_fields}

    def data_entered(self) -> MailboxData:
        """What was entered. Only after `is_valid()`."""
        return MailboxData(**self.cleaned_data)


class RelayForm(forms.Form):
    host = forms.CharField(
        label=_("Server"),
        max_length=253,
        help_text=_("Your provider calls it SMTP server or outgoing mail server."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(label=_("Protection"), choices=Security.choices)
    username = forms.CharField(
        label=_("User name"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        help_text=_("It is stored encrypted. Leave it empty to keep the stored one."),
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "new-password"}),
    )

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].strip()
        if not _HOST.fullmatch(host):
            raise forms.ValidationError(gettext("This is not the name of a server."))
        return host

    @staticmethod
    def initial_of(row: RelaySettings | None) -> dict[str, Any]:
        """What the form shows for stored settings; never the password."""
        names = ("host", "port", "security", "username")
        return {name: getattr(row, name) for name in names} if row else {}

    def data_entered(self) -> RelayData:
        """What was entered. Only after `is_valid()`."""
        return RelayData(**self.cleaned_data)

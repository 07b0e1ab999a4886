"""The forms of the mail settings: lists, addresses, signatures, uploads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.mail.actions.mailboxes import MailboxData
from divan.mail.actions.signatures import SignatureData
from divan.mail.models import Mailbox


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

    authserv_id = forms.CharField(
        label=_("Name of your mail server in its results"),
        max_length=253,
        required=False,
        validators=[RegexValidator(r"^[A-Za-z0-9._:-]+\Z", _("This is not the name of a server."))],
        help_text=_(
            "What stands first in the Authentication-Results that your own mail server writes, for example "
            "mx.example.org. Only under this name is it believed whether a sender is genuine."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None, *, actor: Actor, mailbox: Mailbox | None = None) -> None:
        """Whose results are believed is asked only of those who choose the servers."""
        super().__init__(data, initial=self._initial_of(mailbox))
        self._authserv_id = mailbox.authserv_id if mailbox else ""
        if not actor.may("relay.manage"):
            del self.fields["authserv_id"]

    @staticmethod
    def _initial_of(mailbox: Mailbox | None) -> dict[str, Any]:
        return {name: getattr(mailbox, name) for name in MailboxForm.base_fields} if mailbox else {}

    def data_entered(self) -> MailboxData:
        """What was entered. Only after `is_valid()`."""
        return MailboxData(**{"authserv_id": self._authserv_id, **self.cleaned_data})


class SignatureForm(forms.Form):
    salutation = forms.CharField(
        label=_("Salutation"),
        max_length=200,
        required=False,
        help_text=_("For example: Hello {name},"),
    )
    text = forms.CharField(
        label=_("Signature"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("{name} becomes the name of the reader, {agent} of who writes, {group} of the group."),
    )

    def data_entered(self) -> SignatureData:
        """What was entered. Only after `is_valid()`."""
        entered = self.cleaned_data
        return SignatureData(entered["salutation"], entered["text"].replace("\r\n", "\n"))


class UploadForm(forms.Form):
    mailbox = forms.ModelChoiceField(
        label=_("Address"),
        queryset=Mailbox.objects.all(),
        empty_label=None,
        help_text=_("The messages count as mail to this address."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "One message (.eml) or a mailbox file with many (.mbox), up to 50 MB and 2,000 messages."
        ),
    )

"""The form on which an agent writes down a ticket for somebody, on the phone or face to face (T9, T11)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.assets.queries import choices as products_of
from divan.conversations.models import Channel
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.models import Type, Urgency
from divan.tickets.queries.categories import tree
from divan.tickets.queries.completion import known_person
from divan.tickets.queries.counts import groups_writable
from divan.tickets.recipients import LONGEST_NAME, Kind, Recipient, clean, typed

# `"Name" <address>`
LONGEST_REQUESTER = LONGEST_NAME + 254 + 5
_AS_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class NewTicketForm(forms.Form):
    """Who asks, how, for whom, and what about; `MORE` can wait until somebody works on it."""

    CHANNELS = (
        (Channel.PHONE, _("On the phone")),
        (Channel.DESK, _("In person")),
        (Channel.EMAIL, _("By e-mail")),
    )
    MORE = ("type", "category", "asset", "mine")

    email = forms.CharField(
        label=_("Requester"),
        max_length=LONGEST_REQUESTER,
        help_text=_(
            "Type a part of a name, an organisation or a telephone number, and choose somebody from the list. "
            "Somebody new needs an e-mail address."
        ),
        widget=forms.TextInput(attrs=_AS_TYPED),
    )
    name = forms.CharField(
        label=_("Name of the requester"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Only for somebody who is not known yet."),
    )
    channel = forms.ChoiceField(label=_("How they reached you"), choices=CHANNELS, widget=forms.RadioSelect)
    group = forms.TypedChoiceField(label=_("Group"), coerce=int)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL)
    subject = forms.CharField(label=_("Subject"), max_length=255)
    body = forms.CharField(label=_("What they said"), widget=forms.Textarea(attrs={"rows": 8}))
    type = forms.ChoiceField(label=_("Type"), choices=Type.choices, initial=Type.QUESTION, required=False)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)
    asset = forms.TypedChoiceField(
        label=pgettext_lazy("ticket", "Product"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Products of the requester and of their organisation."),
    )
    mine = forms.BooleanField(label=_("Assign to me"), required=False)
    submission_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        requester = known_person(actor, str(self["email"].value() or ""))
        products = [
            (one.pk, f"{one.name} · {one.serial}" if one.serial else one.name)
            for one in (products_of(actor, requester) if requester else ())
        ]
        self._offer("group", list(groups_writable(actor).items()))
        self._offer("category", [("", _("No category")), *branches])
        self._offer("asset", [("", _("No product")), *products])

    def clean_email(self) -> Recipient:
        """Somebody from the list, or anybody by their address."""
        text = self.cleaned_data["email"]
        if "@" not in text:
            raise forms.ValidationError(_("Choose somebody from the list, or type an e-mail address."))
        try:
            found = clean(typed(Kind.TO, text))
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if len(found) != 1:
            raise forms.ValidationError(_("A ticket has one requester."))
        return found[0]

    @property
    def says_more(self) -> bool:
        """Whether one of `MORE` has a value of its own and so has to be seen; nothing else can be wrong with them."""
        return any(self[name].value() not in (None, "", False, Type.QUESTION) for name in self.MORE)

    def _offer(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

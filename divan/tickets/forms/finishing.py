"""What the deeds ask that end the work on a ticket: why it is done, and a last word to somebody."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.tickets import access
from divan.tickets.models import CloseReason, Ticket
from divan.tickets.searching.texts import spellings_of
from divan.tickets.views.deeds import DeedForm

_LONGEST_NUMBER = 32


def _words(label: str | Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class _FinishForm(DeedForm):
    """The reason, and of a duplicate the ticket that it repeats. A key may send it without any of them."""

    page = "tickets/desk/deed/finish.html"

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        # "Merged" follows from merging and is nobody's choice.
        choices=[one for one in CloseReason.choices if one[0] != CloseReason.MERGED],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a reason.")},
    )
    duplicate_of = forms.CharField(
        label=gettext_lazy("Number of the ticket that it repeats"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is sent twice is one message; the next opening of the question is another one.
        self.key = self.data.get("client_key", "")[:64] or secrets.token_urlsafe(18)
        self.initial["reason"] = self.ticket.close_reason or CloseReason.RESOLVED

    def clean(self) -> dict[str, Any]:
        """`first` is the ticket that a duplicate repeats; the actor must be able to see it."""
        cleaned: dict[str, Any] = self.cleaned_data
        typed = cleaned.get("duplicate_of", "")[:_LONGEST_NUMBER]
        cleaned["first"] = None
        if typed and cleaned.get("reason") == CloseReason.DUPLICATE:
            cleaned["first"] = self._first(typed)
        return cleaned

    def _first(self, typed: str) -> Ticket | None:
        found = access.on_desk(self.actor).filter(number__in=spellings_of([typed])).first()
        if found is None:
            self.add_error("duplicate_of", _("There is no ticket %(number)s.") % {"number": typed})
        return found

    def shown(self) -> dict[str, Any]:
        return {"key": self.key, "told": "", "is_answered": True}


class SolveForm(_FinishForm):
    """An answer or a reason; a ticket that was answered needs neither."""

    act = pgettext_lazy("button", "Solve")

    body = _words(gettext_lazy("Answer to the customer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.ticket.first_reply_at:
            self.order_fields(["body"])

    def shown(self) -> dict[str, Any]:
        if self.ticket.first_reply_at:
            return super().shown()
        told = _("Nobody has answered this ticket yet. Write the answer, or say why there is none.")
        return {**super().shown(), "told": told, "is_answered": False}


class CloseForm(_FinishForm):
    """Why it is over, and the closing note for the desk."""

    act = pgettext_lazy("button", "Close ticket")

    body = _words(gettext_lazy("Closing note for the team"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _(
            "What it was, what helped, what to remember. Customers do not see it."
        )

    def shown(self) -> dict[str, Any]:
        told = _("A closed ticket is finished for good. The customer can open it again by writing.")
        return {**super().shown(), "told": told}

"""What the deeds about questions ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.models import Group, User
from divan.consulting.forms.whom import chosen, group_options, people_options
from divan.consulting.queries.experts import colleagues, experts
from divan.tickets.desk import DeedForm

_LONGEST = 20_000
FIRST = {"autofocus": True}


def words(label: str | Any, *, is_first: bool = False) -> forms.CharField:
    """A few lines that become a note; the first field of a dialog is where one begins to write."""
    attributes = {"rows": 4, "dir": "auto", **FIRST} if is_first else {"rows": 4, "dir": "auto"}
    return forms.CharField(label=label, max_length=_LONGEST, widget=forms.Textarea(attrs=attributes))


class ReferForm(DeedForm):
    """Whom to ask, and what."""

    act = pgettext_lazy("button", "Ask")
    page = "consulting/whom.html"

    to = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"), widget=forms.Select(attrs=FIRST))
    question = words(gettext_lazy("What do you want to know?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues().exclude(pk__in=[self.actor.person_id, self.ticket.requester_id])
        self.proposed = experts(self.actor, self.ticket, among=people)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose somebody")),
            *people_options(people, self.proposed),
            (_("Groups"), group_options()),
        ]
        self.fields["question"].help_text = _("The ticket stays yours. Customers do not see the question.")

    def clean_to(self) -> User | Group:
        """The person or the group."""
        found = chosen(self.cleaned_data["to"])
        if found is None:
            raise forms.ValidationError(_("Choose somebody."))
        return found

    def shown(self) -> dict[str, Any]:
        return {"experts": self.proposed}


class _WordsForm(DeedForm):
    """Words about one question, which the address or the hidden field names."""

    referral = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)


class AnswerForm(_WordsForm):
    """The answer."""

    act = pgettext_lazy("button", "Answer")
    text = words(gettext_lazy("Answer for your colleague"), is_first=True)


class ReturnForm(_WordsForm):
    """Why there is none."""

    act = pgettext_lazy("button", "Return the question")
    text = words(gettext_lazy("Why do you return the question?"), is_first=True)

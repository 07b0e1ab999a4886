"""What side threads ask."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.consulting.actions.threads import MOST_PEOPLE
from divan.consulting.queries.threads import colleagues_for
from divan.tickets.desk import DeedForm

LONGEST = 20_000


class PeopleField(forms.TypedMultipleChoiceField):
    """Colleagues, chosen by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)


class SideThreadForm(DeedForm):
    """Whom to talk to, about what, and the first words."""

    act = pgettext_lazy("button", "Open side thread")
    page = "consulting/threads/form.html"

    people = PeopleField(
        label=_("With whom?"),
        help_text=_(
            "Only they read it, and nobody else whatever their role. They can then read this ticket too."
        ),
    )
    subject = forms.CharField(
        label=_("What is it about?"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    body = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    client_key = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(18)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = colleagues_for(self.actor, without=[self.ticket.requester_id])
        self.fields["people"].choices = chosen  # type: ignore[attr-defined]

    def clean_people(self) -> list[int]:
        """Not more than anybody talks with at once."""
        people: list[int] = self.cleaned_data["people"]
        if len(people) > MOST_PEOPLE:
            raise forms.ValidationError(_("Name fewer people."))
        return people


class AddPeopleForm(forms.Form):
    """Who else shall be named."""

    people = PeopleField(
        label=_("Add people"), help_text=_("They read everything written so far, and the ticket.")
    )

    def __init__(self, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(auto_id="add-%s")
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

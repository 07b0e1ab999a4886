"""What rooms ask."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from divan.core.actors import Actor
from divan.rooms.actions.opening import LONGEST_NAME
from divan.rooms.queries.rooms import choices_for

_NAME = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


class _PeopleField(forms.TypedMultipleChoiceField):
    """Colleagues, chosen by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)


class OpenRoomForm(forms.Form):
    """How a room is called and who is in it. `key` makes a repeated submission one room."""

    name = forms.CharField(label=_("Name of the room"), max_length=LONGEST_NAME, widget=_NAME)
    people = _PeopleField(
        label=_("Who is in it?"), help_text=_("Only they read it, and nobody else whatever their role.")
    )
    key = forms.CharField(
        max_length=40, required=False, initial=lambda: secrets.token_urlsafe(18), widget=forms.HiddenInput
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor) -> None:
        super().__init__(data, auto_id="new-%s")
        self.fields["people"].choices = choices_for(actor)  # type: ignore[attr-defined]


class AddPeopleForm(forms.Form):
    """Who else shall be in a room."""

    people = _PeopleField(label=_("Add people"), help_text=_("They read everything written so far."))

    def __init__(self, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(auto_id="add-%s")
        self.fields["people"].choices = choices  # type: ignore[attr-defined]


class RenameRoomForm(forms.Form):
    """How the room is called from now on."""

    name = forms.CharField(label=_("Name of the room"), max_length=LONGEST_NAME, widget=_NAME)


class AttachForm(forms.Form):
    """To which ticket. `key` makes a repeated submission one note."""

    number = forms.CharField(
        label=_("Number of the ticket"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

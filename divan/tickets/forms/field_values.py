"""What an agent writes into the fields of a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.tickets.answers import is_empty, read, stored
from divan.tickets.fields.definitions import fields_of
from divan.tickets.forms.typed import Asking, field_for
from divan.tickets.views.deeds import DeedForm


class FieldsForm(DeedForm):
    """All fields that stand on the ticket, filled in as they are.

    `was` keeps what the page showed: what somebody else has changed meanwhile stays as they left it.
    """

    act = _("Save the fields")

    was = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = Asking(self.actor, self.ticket.requester)
        self.rows = fields_of(self.ticket)
        answers = self.ticket.answers
        for row in self.rows:
            value = read(row, answers.get(row.slot))
            self.fields[row.slot] = field_for(row, asking, required=row.is_required, initial=value)
        self.initial["was"] = {row.slot: answers[row.slot] for row in self.rows if row.slot in answers}

    def values(self) -> dict[int, Any]:
        """What was changed on the page, by field, as `set_fields` wants it."""
        was = self.cleaned_data["was"]
        shown = was if isinstance(was, dict) else {}
        values = {row: stored(self.cleaned_data[row.slot]) for row in self.rows}
        return {
            row.pk: value
            for row, value in values.items()
            if value != shown.get(row.slot) and not (is_empty(value) and row.slot not in shown)
        }

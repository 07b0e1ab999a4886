"""What was answered in the form that a ticket came from, and what customers read of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from divan.core.labels import label
from divan.tickets.answers import shown
from divan.tickets.fields.definitions import definitions
from divan.tickets.fields.values import names_in
from divan.tickets.models import CustomField, FormField, Kind, Ticket, Typed


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer, ready to be read."""

    question: str
    text: str
    is_long: bool


def answers_of(ticket: Ticket, language: str) -> list[Answer]:
    """The answers to the form's own questions, in their order and in `language` (one query, none without answers).

    Answers to questions that were removed since are kept with the ticket but no longer shown.
    """
    if not ticket.answers or ticket.form_id is None:
        return []
    own = FormField.objects.filter(form_id=ticket.form_id, field=None)
    answered = [(row, ticket.answers[row.key]) for row in own if row.key in ticket.answers]
    return read_out(answered, language)


def told_by(ticket: Ticket, language: str) -> list[Answer]:
    """What the requester reads of it: the answers, and the fields that customers may see."""
    answers = answers_of(ticket, language)
    if not any("." in key for key in ticket.answers):
        return answers
    seen = [row for row in definitions() if row.audience != CustomField.Audience.STAFF]
    return answers + read_out(
        [(row, ticket.answers[row.slot]) for row in seen if row.slot in ticket.answers], language
    )


def read_out(answered: Sequence[tuple[Typed, Any]], language: str) -> list[Answer]:
    """Questions with their kept answers as they are read in `language`."""
    names = names_in(answered)
    return [
        Answer(
            label(asked.labels, language), shown(asked, value, language, names), asked.kind == Kind.LONG_TEXT
        )
        for asked, value in answered
    ]

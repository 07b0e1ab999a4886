"""What was answered in the form that a ticket came from."""

from __future__ import annotations

from dataclasses import dataclass

from divan.core.labels import label
from divan.tickets.answers import shown
from divan.tickets.models import FormField, Ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer, ready to be read."""

    question: str
    text: str
    is_long: bool


def answers_of(ticket: Ticket, language: str) -> list[Answer]:
    """The answers in the order of the form's questions, in `language` (one query, none without answers).

    Answers to questions that were removed since are kept with the ticket but no longer shown.
    """
    if not ticket.answers or ticket.form_id is None:
        return []
    return [
        Answer(
            label(question.labels, language),
            shown(question, ticket.answers[question.key], language),
            question.kind == FormField.Kind.LONG_TEXT,
        )
        for question in FormField.objects.filter(form_id=ticket.form_id)
        if question.key in ticket.answers
    ]

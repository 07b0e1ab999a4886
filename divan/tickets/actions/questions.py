"""The questions of a form, beside those that every form has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets.actions.forms import PERMISSION, Words, locked_form
from divan.tickets.models import FormField

MAX_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `labels` and `hints` are by language, each choice has a `value` and its own `labels`."""

    kind: str
    labels: Words
    hints: Words = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()
    is_required: bool = False


def add_question(form_id: int, question: Question, *, actor: Actor) -> FormField:
    """A new question at the end of the form. Its key, under which answers are kept, never changes."""
    require(actor, PERMISSION)
    _check(question)
    with transaction.atomic():
        form = locked_form(form_id)
        taken = set(form.fields.values_list("key", flat=True))
        if len(taken) >= MAX_QUESTIONS:
            raise Refused(_("A form can have at most forty questions."))
        last = form.fields.aggregate(last=Max("position"))["last"]
        created = FormField.objects.create(
            form=form,
            key=_free_key(question.labels, taken),
            position=0 if last is None else last + 1,
            **_values(question),
        )
        record(actor, "question.added", created, form=form.pk, question=created.pk)
        return created


def change_question(question_id: int, question: Question, *, actor: Actor) -> FormField:
    """Other words or choices, or another kind."""
    require(actor, PERMISSION)
    _check(question)
    with transaction.atomic():
        row = _locked(question_id)
        values = _values(question)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            record(actor, "question.changed", row, question=row.pk, fields=sorted(changed))
        return row


def remove_question(question_id: int, *, actor: Actor) -> None:
    """Ask it no longer. Answers that were given stay with their tickets."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(question_id)
        record(actor, "question.removed", row, form=row.form_id, question=row.pk)
        row.delete()


def _locked(question_id: int) -> FormField:
    row = FormField.objects.select_for_update().filter(pk=question_id).first()
    if row is None:
        raise NotAllowed(f"question {question_id}")
    return row


def _values(question: Question) -> dict[str, Any]:
    return {**asdict(question), "choices": [dict(choice) for choice in question.choices]}


def _check(question: Question) -> None:
    if not any(question.labels.values()):
        raise Refused(_("Write the question in at least one language."), field="labels")
    if question.kind == FormField.Kind.CHOICE and len(question.choices) < 2:
        raise Refused(_("Give at least two choices."), field="choices")


def _free_key(labels: Words, taken: set[str]) -> str:
    wanted = slugify(labels.get("en", ""))[:32].replace("-", "_").strip("_") or "question"
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(key for key in numbered if key not in taken)

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
from divan.core.errors import Refused
from divan.core.rows import one_of
from divan.tickets.actions.forms import PERMISSION, Words, locked_form
from divan.tickets.fields.conditions import refer_back
from divan.tickets.models import CustomField, Form, FormField, Kind

MAX_QUESTIONS = 60
CHOSEN_FROM = frozenset({Kind.CHOICE, Kind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `labels` and `hints` are by language, each choice has a `value` and its own `labels`.

    With `field_id` it asks for that field of tickets, whose words, kind and rules then count. `condition` is that of
    `FormField`.
    """

    kind: str = Kind.TEXT
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    condition: Mapping[str, Any] = field(default_factory=dict)
    is_required: bool = False
    field_id: int | None = None


def add_question(form_id: int, question: Question, *, actor: Actor) -> FormField:
    """A new question at the end of the form. Its key, under which answers are kept, never changes."""
    require(actor, PERMISSION)
    _check(question)
    with transaction.atomic():
        form = locked_form(form_id)
        taken = set(form.fields.values_list("key", flat=True))
        if len(taken) >= MAX_QUESTIONS:
            raise Refused(_("A form can have at most sixty questions."))
        last = form.fields.aggregate(last=Max("position"))["last"]
        created = FormField(
            form=form,
            key=_key(question, taken),
            position=0 if last is None else last + 1,
            **_values(question),
        )
        _require_order([*_questions(form), created])
        created.save()
        record(actor, "question.added", created, form=form.pk, question=created.pk)
        return created


def change_question(question_id: int, question: Question, *, actor: Actor) -> FormField:
    """Other words, choices, rules or conditions, or another kind. What field it asks for stays."""
    require(actor, PERMISSION)
    _check(question)
    with transaction.atomic():
        row = _locked(question_id)
        values = {**_values(question), "field_id": row.field_id}
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            _require_order([row if each.pk == row.pk else each for each in _questions(row.form)])
            row.save(update_fields=changed)
            record(actor, "question.changed", row, question=row.pk, fields=sorted(changed))
        return row


def move_question(question_id: int, *, up: bool, actor: Actor) -> FormField:
    """Ask a question one place earlier or later; at the end of its way it stays. Conditions must still look back."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(question_id)
        rows = _questions(row.form)
        place = [each.pk for each in rows].index(row.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
            _require_order(rows)
            for position, each in enumerate(rows):
                each.position = position
            FormField.objects.bulk_update(rows, ["position"])
            record(actor, "question.moved", row, form=row.form_id, question=row.pk, position=other)
        return row


def remove_question(question_id: int, *, actor: Actor) -> None:
    """Ask it no longer. Answers that were given stay with their tickets."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(question_id)
        _require_order([each for each in _questions(row.form) if each.pk != row.pk])
        record(actor, "question.removed", row, form=row.form_id, question=row.pk)
        row.delete()


def _locked(question_id: int) -> FormField:
    """The question, with its form locked: order and conditions are about all questions of a form."""
    row = one_of(FormField.objects.select_related("field").filter(pk=question_id), f"question {question_id}")
    row.form = locked_form(row.form_id)
    return row


def _questions(form: Form) -> list[FormField]:
    return list(form.fields.select_related("field").order_by("position", "pk"))


def _require_order(rows: Sequence[FormField]) -> None:
    if not refer_back(rows):
        raise Refused(
            _("A condition needs a choice or a box that stands before it in the form."), field="depends_on"
        )


def _values(question: Question) -> dict[str, Any]:
    values = asdict(question)
    return {**values, "choices": [dict(choice) for choice in question.choices]}


def _check(question: Question) -> None:
    if question.field_id is not None:
        asked = CustomField.objects.filter(
            pk=question.field_id, is_active=True, audience=CustomField.Audience.ASKED
        )
        if not asked.exists():
            raise Refused(_("Customers are not asked for this field."), field="field")
        return
    if not any(question.labels.values()):
        raise Refused(_("Write the question in at least one language."), field="labels")
    if question.kind in CHOSEN_FROM and len(question.choices) < 2:
        raise Refused(_("Give at least two choices."), field="choices")


def _key(question: Question, taken: set[str]) -> str:
    if question.field_id is None:
        return free_key(question.labels, taken)
    key = CustomField.objects.get(pk=question.field_id).slot
    if key in taken:
        raise Refused(_("The form asks for this field already."), field="field")
    return key


def free_key(labels: Words, taken: set[str], *, otherwise: str = "question") -> str:
    """A key made of the English words that nothing else has."""
    wanted = slugify(labels.get("en", ""))[:28].replace("-", "_").strip("_") or otherwise
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(key for key in numbered if key not in taken)

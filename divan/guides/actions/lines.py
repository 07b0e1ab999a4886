"""The lines of templates: items of a checklist, steps of a script, answers to a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.guides.access import MANAGE
from divan.guides.actions.templates import clean
from divan.guides.models import Answer, Checklist, ChecklistItem, Script, Step

Line = TypeVar("Line", bound=models.Model)
MOST_LINES = 100


def save_item(
    checklist: Checklist,
    item: ChecklistItem | None,
    words: Mapping[str, str],
    *,
    is_required: bool,
    actor: Actor,
) -> ChecklistItem:
    """A new item at the end, or other words for a known one."""
    row = item or ChecklistItem(checklist=checklist)
    row.is_required = is_required
    return _save(row, checklist.items.all(), words, checklist, actor)


def save_step(script: Script, step: Step | None, words: Mapping[str, str], *, actor: Actor) -> Step:
    """A new step at the end, or other words for a known one."""
    return _save(step or Step(script=script), script.steps.all(), words, script, actor)


def save_answer(
    step: Step, answer: Answer | None, words: Mapping[str, str], *, leads_to: int | None, actor: Actor
) -> Answer:
    """A new answer to a step, or another way from a known one. The way may lead back: people go in circles."""
    if leads_to is not None and not Step.objects.filter(pk=leads_to, script_id=step.script_id).exists():
        raise Refused(_("This step does not exist any more."), field="leads_to")
    row = answer or Answer(step=step)
    row.leads_to_id = leads_to
    return _save(row, step.answers.all(), words, step.script, actor)


def remove_line(line: Any, *, actor: Actor) -> None:
    """Take a line out of its template. What stands on tickets stays."""
    require(actor, MANAGE)
    with transaction.atomic():
        template = _template_of(line)
        line.delete()
        record(actor, "guide.saved", template, guide=template.pk, what=type(template).__name__)


def move_up(line: Any, others: QuerySet[Any], *, actor: Actor) -> None:
    """Put a line before the one above it; the first stays where it is."""
    require(actor, MANAGE)
    with transaction.atomic():
        rows = list(others.select_for_update().order_by("position", "id"))
        at = next((place for place, row in enumerate(rows) if row.pk == line.pk), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        for place, row in enumerate(rows):
            if row.position != place:
                row.position = place
                row.save(update_fields=["position"])


def _save(row: Line, others: QuerySet[Line], words: Mapping[str, str], template: Any, actor: Actor) -> Line:
    require(actor, MANAGE)
    with transaction.atomic():
        row.words = clean(words)  # type: ignore[attr-defined]
        if row.pk is None:
            last = others.aggregate(last=Max("position"))["last"]
            if last is not None and last + 1 >= MOST_LINES:
                raise Refused(_("This is too long for one guide. Make two of it."))
            row.position = 0 if last is None else last + 1  # type: ignore[attr-defined]
        row.save()
        record(actor, "guide.saved", template, guide=template.pk, what=type(template).__name__)
        return row


def _template_of(line: Any) -> Checklist | Script:
    if isinstance(line, Answer):
        return line.step.script
    return line.script if isinstance(line, Step) else line.checklist

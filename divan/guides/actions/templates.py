"""Checklists and scripts as a whole: write them, take them out of use. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.rows import one_of
from divan.guides.access import MANAGE
from divan.guides.models import Guide

AnyGuide = TypeVar("AnyGuide", bound=Guide)
LONGEST = 2000


def save_guide(
    model: type[AnyGuide],
    guide_id: int | None,
    names: Mapping[str, str],
    *,
    category_id: int | None,
    actor: Actor,
) -> AnyGuide:
    """A new checklist or script, or other words and another category for a known one."""
    require(actor, MANAGE)
    with transaction.atomic():
        row = model(created_at=clock.now()) if guide_id is None else guide(model, guide_id)
        row.names, row.category_id = clean(names), category_id
        row.save()
        record(actor, "guide.saved", row, guide=row.pk, what=model.__name__)
        return row


def set_guide_in_use(model: type[AnyGuide], guide_id: int, in_use: bool, *, actor: Actor) -> AnyGuide:
    """Offer it on tickets, or no longer."""
    require(actor, MANAGE)
    with transaction.atomic():
        row = guide(model, guide_id)
        switch(row, in_use, "guide.in_use", actor=actor, guide=row.pk, what=model.__name__)
        return row


def guide(model: type[AnyGuide], guide_id: int) -> AnyGuide:
    """The row, locked until the transaction ends; raises NotAllowed if there is none."""
    return one_of(
        model._default_manager.select_for_update().filter(pk=guide_id), f"{model.__name__} {guide_id}"
    )


def clean(words: Mapping[str, str], field: str = "name_en") -> dict[str, str]:
    """Words by language without blank ones; refused if nothing is left."""
    kept = {language: text.strip()[:LONGEST] for language, text in words.items() if text.strip()}
    if not kept:
        raise Refused(_("Write it in at least one language."), field=field)
    return kept

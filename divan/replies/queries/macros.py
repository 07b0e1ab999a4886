"""Macros as the dialog, the bulk bar and the page of all show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.labels import label
from divan.replies import access
from divan.replies.models import Macro


@dataclass(frozen=True, slots=True)
class ListedMacro:
    """A macro on the page of all."""

    id: int
    title: str
    place: str
    whose: str
    uses: int
    last_used_at: datetime | None
    may_change: bool


def macros_for(actor: Actor) -> list[Macro]:
    """The macros that the actor may apply, those that are used most first."""
    macros = access.macros_visible_to(actor)
    return list(macros.order_by("-uses", F("last_used_at").desc(nulls_last=True), "position", "id"))


def listed_macros(actor: Actor) -> Sequence[ListedMacro]:
    """All that the actor may apply: the own ones, those of groups, those for everybody, each in its order."""
    groups = {pk: label(names) for pk, names in Group.objects.values_list("pk", "names")}
    found = [
        ListedMacro(
            id=row.pk,
            title=str(row),
            place=row.place,
            whose=groups.get(row.group_id or 0, ""),
            uses=row.uses,
            last_used_at=row.last_used_at,
            may_change=access.may_change(actor, row),
        )
        for row in access.macros_visible_to(actor).order_by("position", "id")
    ]
    order = {"own": 0, "all": 2}
    return sorted(found, key=lambda row: (order.get(row.place, 1), row.whose))

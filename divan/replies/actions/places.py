"""Where saved replies and macros stand: whose they are, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.replies import access
from divan.replies.models import Shared


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's own, a group's, or everybody's."""

    owner: int | None = None
    group: int | None = None

    @classmethod
    def of(cls, chosen: str, actor: Actor) -> Place:
        """What a form says: "own", "all" or "group:<id>". Raises Refused for what the actor may not fill."""
        kind, _colon, pk = chosen.partition(":")
        place = cls()
        if kind == "own":
            place = cls(owner=actor.id)
        elif kind == "group" and pk.isascii() and pk.isdigit() and len(pk) < 10:
            place = cls(group=int(pk))
        elif kind != "all":
            raise Refused(_("Choose who uses it."), field="place")
        if not access.may_keep_in(actor, place.owner, place.group) or not _exists(place):
            raise Refused(_("Choose who uses it."), field="place")
        return place


def settle(row: Shared, place: Place) -> None:
    """Put an unsaved or changed row into its place, at the end of it when it is new there."""
    if row.pk and (row.owner_id, row.group_id) == (place.owner, place.group):
        return
    row.owner_id, row.group_id = place.owner, place.group
    last = _beside(row).aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1


def move_up(row: Shared) -> bool:
    """Exchange the row with the one before it; False if it is the first of its place."""
    beside = list(_beside(row).select_for_update().order_by("position", "id"))
    at = next((place for place, one in enumerate(beside) if one.pk == row.pk), 0)
    if at == 0:
        return False
    beside[at - 1], beside[at] = beside[at], beside[at - 1]
    for position, one in enumerate(beside):
        one.position = position
    type(row)._default_manager.bulk_update(beside, ["position"])
    return True


def tell(actor: Actor, kind: str, row: Shared, subject: str, **details: Any) -> None:
    """Keep a change in the administration log; what is somebody's own concerns nobody else."""
    if row.owner_id is None:
        record(actor, kind, subject, id=row.pk, group=row.group_id, **details)


def _beside(row: Shared) -> Any:
    return type(row)._default_manager.filter(owner=row.owner_id, group=row.group_id)


def _exists(place: Place) -> bool:
    return place.group is None or Group.objects.filter(pk=place.group, is_active=True).exists()

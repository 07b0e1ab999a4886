"""How many tickets each view and group holds, from the tally: the cost is the same at a thousand and a million."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum

from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.labels import label
from divan.tickets.models import Status, Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tickets by view slug and by group id."""

    views: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)


def counts_for(actor: Actor) -> Counts:
    """The counts of everything that the actor may see, in one query with one row a group."""
    tally = Tally.objects.all()
    groups = actor.groups_with(Right.SEE)
    if groups is not None:
        tally = tally.filter(group_id__in=groups)
    rows = list(
        tally.values("group_id")
        .order_by()
        .annotate(
            open=Sum("change"),
            mine=Sum("change", filter=Q(assignee_id=actor.id)),
            unassigned=Sum("change", filter=Q(assignee_id=0)),
            pending=Sum("change", filter=Q(status=Status.PENDING)),
        )
    )
    views = {slug: sum(row[slug] or 0 for row in rows) for slug in ("mine", "unassigned", "pending", "open")}
    return Counts(views, {row["group_id"]: row["open"] for row in rows})


def groups_in_use() -> dict[int, str]:
    """Names of all groups in use by id, in the reader's language."""
    return _named(Group.objects.filter(is_active=True))


def groups_seen(actor: Actor) -> dict[int, str]:
    """Names of the groups in use that the actor may see."""
    seen = actor.groups_with(Right.SEE)
    groups = Group.objects.filter(is_active=True)
    return _named(groups if seen is None else groups.filter(pk__in=seen))


def groups_writable(actor: Actor) -> dict[int, str]:
    """Names of the groups in use where the actor may reply, and so open tickets for others."""
    held = actor.groups_with(Right.REPLY)
    groups = Group.objects.filter(is_active=True)
    return _named(groups if held is None else groups.filter(pk__in=held))


def _named(groups: QuerySet[Group]) -> dict[int, str]:
    return {pk: label(names) or slug for pk, names, slug in groups.values_list("id", "names", "slug")}

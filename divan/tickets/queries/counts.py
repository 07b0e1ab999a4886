"""The side of the desk: how many tickets each view and group holds, and the searches that somebody keeps.

The counts come from the tally, so they cost the same at a thousand tickets and at a million.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.l10n.collation import sort_key
from divan.core.labels import label

# Everything in one statement, for it is asked on every page: names and sums of all groups (the tally has no
# foreign key that the ORM could follow), and the reader's own views. The tally is summed up before it meets
# the groups: joined row by row, SQLite takes four times as long.
_SIDE = """
    SELECT 'group', g.id, g.slug, CAST(g.names AS TEXT), g.is_active, t.held, t.mine, t.unassigned, t.pending
    FROM accounts_group g LEFT JOIN (
        SELECT group_id, SUM(change) AS held,
            SUM(CASE WHEN assignee_id = %s THEN change END) AS mine,
            SUM(CASE WHEN assignee_id = 0 THEN change END) AS unassigned,
            SUM(CASE WHEN status = 'pending' THEN change END) AS pending
        FROM tickets_tally GROUP BY group_id
    ) t ON t.group_id = g.id
    UNION ALL
    SELECT 'view', v.id, v.name, v.query, TRUE, 0, 0, 0, 0 FROM tickets_savedview v WHERE v.owner_id = %s
    ORDER BY 1, 2
"""
_VIEWS = ("open", "mine", "unassigned", "pending")


class Saved(NamedTuple):
    """A search that the actor keeps."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The groups that the actor may see and the open tickets in them, and the searches that they keep.

    `groups` are the names of those in use, `counts` their open tickets, `views` the open tickets by view.
    `names` are the names of all groups: history tells also of those that the reader does not see.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    views: Mapping[str, int] = field(default_factory=dict)
    saved: Sequence[Saved] = ()


def desk_of(actor: Actor) -> Desk:
    """Groups, counts and kept searches for the side of every desk page, in one query with one row for each."""
    with connection.cursor() as cursor:
        cursor.execute(_SIDE, [actor.id, actor.person_id])
        found = cursor.fetchall()
    rows = [row for kind, *row in found if kind == "group"]
    names = {pk: label(json.loads(words)) or slug for pk, slug, words, *_rest in rows}
    mine = [row for row in rows if actor.right_in(row[0]) >= Right.SEE]
    return Desk(
        names=names,
        groups={row[0]: names[row[0]] for row in mine if row[3]},
        counts={row[0]: int(row[4] or 0) for row in mine},
        views={view: sum(int(row[place] or 0) for row in mine) for place, view in enumerate(_VIEWS, 4)},
        saved=_by_name([Saved(*row[:3]) for kind, *row in found if kind == "view"]),
    )


def groups_in_use() -> dict[int, str]:
    """Names of all groups in use by id, in the reader's language."""
    return _named(Group.objects.filter(is_active=True))


def groups_writable(actor: Actor) -> dict[int, str]:
    """Names of the groups in use where the actor may reply, and so open tickets for others."""
    held = actor.groups_with(Right.REPLY)
    groups = Group.objects.filter(is_active=True)
    return _named(groups if held is None else groups.filter(pk__in=held))


def _named(groups: QuerySet[Group]) -> dict[int, str]:
    return {pk: label(names) or slug for pk, names, slug in groups.values_list("id", "names", "slug")}


def _by_name(saved: list[Saved]) -> list[Saved]:
    language = get_language() or "en"
    return sorted(saved, key=lambda view: sort_key(view.name, language))

"""The side of the desk: how many tickets each view and group holds, and the views that somebody sees.

The counts come from the tally, so they cost the same at a thousand tickets and at a million; those of saved
views were counted by the worker (`counting_lists`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.l10n.collation import sort_key
from divan.core.labels import label
from divan.core.registry import Registry

# Everything in one statement, for it is asked on every page: names and sums of all groups (the tally has no
# foreign key that the ORM could follow), the views that the reader sees, and what they keep of lists. The tally is summed up before it meets
# the groups: joined row by row, SQLite takes four times as long.
_SIDE = """
    SELECT 'group', g.id, g.slug, CAST(g.names AS TEXT), g.is_active,
        t.held, t.mine, t.unassigned, t.pending, t.snoozed, t.silent
    FROM accounts_group g LEFT JOIN (
        SELECT group_id,
            SUM(CASE WHEN status NOT IN ('snoozed', 'silent') THEN change END) AS held,
            SUM(CASE WHEN assignee_id = %s AND status NOT IN ('snoozed', 'silent') THEN change END) AS mine,
            SUM(CASE WHEN assignee_id = 0 AND status NOT IN ('snoozed', 'silent') THEN change END)
                AS unassigned,
            SUM(CASE WHEN status = 'pending' THEN change END) AS pending,
            SUM(CASE WHEN status = 'snoozed' THEN change END) AS snoozed,
            SUM(CASE WHEN status = 'silent' THEN change END) AS silent
        FROM tickets_tally GROUP BY group_id
    ) t ON t.group_id = g.id
    UNION ALL
    SELECT * FROM (
        SELECT 'view', v.id, v.name, v.query, v.owner_id = %s, v.position, 0, 0, 0, 0, 0
        FROM tickets_savedview v
        WHERE v.owner_id = %s OR v.is_global OR v.group_id IN (
            SELECT m.group_id FROM accounts_membership m WHERE m.user_id = %s AND m."right" > 0
        )
        ORDER BY CASE WHEN v.owner_id = %s THEN 0 ELSE 1 END, v.position, v.key, v.id LIMIT %s
    ) views
    UNION ALL
    SELECT 'list', p.id, p.place, CAST(p.look AS TEXT), p.rights = %s, p.number, p.counted_at, p.opened_on, 0, 0, 0
    FROM tickets_personallist p WHERE p.person_id = %s
"""
_COUNT = " UNION ALL SELECT 'count', 0, '{view}', '', TRUE, ({sql}), 0, 0, 0, 0, 0"
_VIEWS = ("open", "mine", "unassigned", "pending", "snoozed", "never-answered")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tickets a view of a slice above holds: `sql` gives one number, `parameters` what it asks with.

    It becomes a part of the one statement of the side, so its cost must not grow with the tickets.
    """

    sql: str
    parameters: Callable[[Actor], list[Any]]


counted: Registry[Counted] = Registry("counts of views")
"""By the slug of their view."""


MOST_COUNTED = 1000
"""A saved view that holds more is said to hold more; counting on would cost and tell nothing."""

MOST_BESIDE = 30
"""So many saved views stand beside a page; all of them have a page of their own."""


class Saved(NamedTuple):
    """A view that the actor sees: one of their own, or one that is shared with them."""

    id: int
    name: str
    query: str
    is_own: bool
    position: int


class Kept(NamedTuple):
    """What the actor keeps of a list. `number` is None where nobody has counted; `opened_on` a day's ordinal."""

    look: Mapping[str, Any]
    number: int | None
    counted_at: datetime | None
    opened_on: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The groups that the actor may see and the open tickets in them, their views, and what they keep of lists.

    `groups` are the names of those in use, `counts` their open tickets, `views` the open tickets by view.
    `names` are the names of all groups: history tells also of those that the reader does not see.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    views: Mapping[str, int] = field(default_factory=dict)
    saved: Sequence[Saved] = ()
    lists: Mapping[str, Kept] = field(default_factory=dict)


def desk_of(actor: Actor) -> Desk:
    """Groups, counts, views and lists for the side of every desk page, in one query with one row for each."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(actor))
        found = cursor.fetchall()
    rows = [row for kind, *row in found if kind == "group"]
    names = {pk: label(json.loads(words)) or slug for pk, slug, words, *_rest in rows}
    mine = [row for row in rows if actor.right_in(row[0]) >= Right.SEE]
    return Desk(
        names=names,
        groups={row[0]: names[row[0]] for row in mine if row[3]},
        counts={row[0]: int(row[4] or 0) for row in mine},
        views={
            **{view: sum(int(row[place] or 0) for row in mine) for place, view in enumerate(_VIEWS, 4)},
            **{view: held for kind, _id, view, _words, _in_use, held, *_rest in found if kind == "count"},
        },
        saved=_in_order([_saved(row) for kind, *row in found if kind == "view"]),
        lists={row[1]: _kept(row) for kind, *row in found if kind == "list"},
    )


def _statement(actor: Actor) -> tuple[str, list[Any]]:
    """The whole statement: groups, views, lists, and what slices above count."""
    me, rights = actor.person_id, rights_of(actor)
    sql, parameters = _SIDE, [actor.id, me, me, me, me, MOST_BESIDE, rights, me]
    for view, count in counted.items():
        sql += _COUNT.format(view=view, sql=count.sql)
        parameters += count.parameters(actor)
    return f"{sql} ORDER BY 1, 2", parameters


def rights_of(actor: Actor) -> str:
    """A digest of what lists hold for the actor: a number that was counted with other rights is not theirs."""
    groups = actor.groups_with(Right.SEE)
    return sha256(repr(groups).encode()).hexdigest()[:16]


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


def _saved(row: Sequence[Any]) -> Saved:
    pk, name, query, is_own, position, *_rest = row
    return Saved(pk, name, query, bool(is_own), position)


def _kept(row: Sequence[Any]) -> Kept:
    _pk, _place, look, is_mine, number, counted_at, opened_on, *_rest = row
    at = datetime.fromtimestamp(counted_at, UTC) if counted_at else None
    return Kept(json.loads(look), number if is_mine else None, at, opened_on)


def _in_order(saved: list[Saved]) -> list[Saved]:
    """First the own views as their owner has ordered them, then those of others; by name where nothing is said."""
    language = get_language() or "en"
    return sorted(
        saved,
        key=lambda view: (not view.is_own, view.position * view.is_own, sort_key(view.name, language)),
    )

"""The lists of the desk: which tickets a view holds, in which order, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.core.actors import Actor
from divan.core.cursors import cursor_behind, place_of
from divan.core.registry import Registry
from divan.tickets import access
from divan.tickets.gated import Gated
from divan.tickets.models import CloseReason, ReadMark, Status, Ticket
from divan.tickets.queries.tags import tags_of

PAGE = 50
_COLUMNS = (
    "id",
    "number",
    "subject",
    "status",
    "priority",
    "channel",
    "language",
    "snippet",
    "last_activity_at",
    "waiting_since",
    "group_id",
    "promised_on",
    "is_open",
    "last_customer_message_at",
    "requester__name",
    "requester__email",
)

Filter = Callable[[QuerySet[Ticket], Actor], QuerySet[Ticket]]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Sort:
    """An order that an index already has. `shows` is the moment that a row prints.

    An `is_optional` column is empty for some tickets, which such a list leaves out. The index of some orders
    has only open tickets; such a list `only_open` ones as well.
    """

    slug: str
    label: str | Promise
    icon: str
    column: str
    descending: bool
    shows: str
    is_optional: bool = True
    only_open: bool = False


NEWEST = Sort("newest", _("Newest activity"), "clock", "last_activity_at", True, "last_activity_at", False)
WAITING = Sort(
    "waiting",
    _("Waiting longest for an answer"),
    "history",
    "waiting_since",
    False,
    "waiting_since",
    only_open=True,
)
SOLVED = Sort("solved", _("Solved last"), "check", "solved_at", True, "last_activity_at")
SOONEST = Sort("soonest", _("Back soonest"), "clock", "snoozed_until", False, "snoozed_until")
OLDEST = Sort("oldest", _("Oldest first"), "history", "created_at", False, "created_at", False)


def in_the_open(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """The open tickets among these, without those that are snoozed."""
    return tickets.filter(is_open=True, snoozed_until=None)


def never_answered(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those among these that nobody answered: open ones whose requester waits, and solved ones (T18).

    What is spam or stands in another ticket needs no answer. The tally counts the same, see migration 0012.
    """
    waiting = Q(is_open=True, waiting_since__isnull=False)
    elsewhere = (CloseReason.SPAM, CloseReason.DUPLICATE, CloseReason.MERGED)
    solved = Q(status=Status.SOLVED) & ~Q(close_reason__in=elsewhere)
    return tickets.filter(waiting | solved, first_reply_at=None)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A list that ships with Divan. The first of its `sorts` is the usual one.

    `group_id` is that of a list that holds the tickets of one group.
    """

    slug: str
    title: str | Promise
    narrow: Filter
    sorts: tuple[Sort, ...] = (NEWEST, WAITING)
    group_id: int | None = None

    def sort(self, slug: str | None) -> Sort:
        """The order with that name, or the usual one."""
        return next((sort for sort in self.sorts if sort.slug == slug), self.sorts[0])


# Slices above add their own views; they stand in the side navigation in this order.
VIEWS: Registry[View] = Registry("views of the desk")
for _view in (
    View("mine", _("My open"), lambda tickets, actor: in_the_open(tickets).filter(assignee_id=actor.id)),
    View("unassigned", _("Unassigned"), lambda tickets, _actor: in_the_open(tickets).filter(assignee=None)),
    View("waiting", _("Waiting longest"), lambda tickets, _actor: in_the_open(tickets), (WAITING,)),
    View(
        "pending",
        _("Waiting on customer"),
        lambda tickets, _actor: in_the_open(tickets).filter(status=Status.PENDING),
        (NEWEST,),
    ),
    View("open", _("All open"), lambda tickets, _actor: in_the_open(tickets)),
    View(
        "snoozed",
        pgettext_lazy("view", "Snoozed"),
        lambda tickets, _actor: tickets.filter(is_open=True, snoozed_until__isnull=False),
        (SOONEST,),
    ),
    View(
        "never-answered",
        _("Never answered"),
        lambda tickets, _actor: never_answered(tickets),
        (OLDEST,),
    ),
    View(
        "without-category",
        _("Without category"),
        lambda tickets, _actor: in_the_open(tickets).filter(category=None),
    ),
    View(
        "solved",
        pgettext_lazy("view", "Solved"),
        lambda tickets, _actor: tickets.filter(status=Status.SOLVED),
        (SOLVED,),
    ),
):
    VIEWS.add(_view.slug, _view)

# Their SQL is built once. Those of slices above may ask the actor for more than a gated read knows.
_KEPT = frozenset(VIEWS.values())


def view_of_group(group_id: int, name: str) -> View:
    """The open tickets of one group."""
    return View(
        f"group-{group_id}",
        name,
        lambda tickets, _actor: in_the_open(tickets).filter(group_id=group_id),
        group_id=group_id,
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursor of what comes after them (empty at the end)."""

    rows: list[Row]
    following: str


def page_of(
    actor: Actor, view: View, sort: Sort, *, after: str = "", size: int = PAGE, extra: tuple[str, ...] = ()
) -> Page:
    """`size` rows of the view behind the cursor `after`, in two queries whose cost does not grow with the page.

    A cursor that was not made by this function counts as none. `extra` are columns beside the usual ones.
    """
    columns = (sort.column, *extra)
    if place := place_of(after):
        found = list(_read(_behind(_ordered(actor, view, sort), sort, *place)[: size + 1], actor, columns))
    elif view.group_id:
        found = _first_of_group(sort, size + 1, columns)(actor, group=view.group_id)
    elif view in _KEPT:
        found = _first_of_view(view, sort, size + 1, columns)(actor)
    else:
        found = list(_read(_ordered(actor, view, sort)[: size + 1], actor, columns))
    rows = _completed(found[:size])
    return Page(rows, cursor_behind(rows[-1][sort.column], rows[-1]["id"]) if len(found) > size else "")


def rows_of(tickets: QuerySet[Ticket], actor: Actor, *, extra: tuple[str, ...] = ()) -> list[Row]:
    """What a list shows of these tickets, which the actor may see: two queries. `extra` are further columns."""
    return _completed(list(_read(tickets, actor, extra)))


def _ordered(actor: Actor, view: View, sort: Sort) -> QuerySet[Ticket]:
    """Everything in the view that the actor sees."""
    tickets = view.narrow(access.in_groups(actor), actor)
    if sort.is_optional:
        tickets = tickets.filter(**{f"{sort.column}__isnull": False})
    if sort.only_open:
        tickets = tickets.filter(is_open=True)
    sign = "-" if sort.descending else ""
    return tickets.order_by(f"{sign}{sort.column}", f"{sign}id")


# The first pages of the lists that everybody opens all day. There are a few for each view, by its orders and by the
# columns that people choose.
@lru_cache(maxsize=256)
def _first_of_view(view: View, sort: Sort, size: int, columns: tuple[str, ...]) -> Gated[Row]:
    return Gated(lambda actor: _read(_ordered(actor, view, sort)[:size], actor, columns))


@lru_cache(maxsize=64)
def _first_of_group(sort: Sort, size: int, columns: tuple[str, ...]) -> Gated[Row]:
    return Gated(
        lambda actor, group: _read(_ordered(actor, view_of_group(group, ""), sort)[:size], actor, columns),
        group=int,
    )


def _read(tickets: QuerySet[Ticket], actor: Actor, extra: tuple[str, ...]) -> QuerySet[Ticket, Row]:
    mark = ReadMark.objects.filter(user_id=actor.person_id, ticket_id=OuterRef("pk")).values("seen_at")[:1]
    return tickets.annotate(seen_at=Subquery(mark)).values(*dict.fromkeys((*_COLUMNS, *extra, "seen_at")))


def _completed(rows: list[Row]) -> list[Row]:
    tags = tags_of([row["id"] for row in rows])
    for row in rows:
        row["who"] = row["requester__name"] or row["requester__email"]
        row["unread"] = _is_unread(row)
        row["tags"] = tags.get(row["id"], ())
    return rows


def _is_unread(row: Mapping[str, Any]) -> bool:
    written = row["last_customer_message_at"]
    return written is not None and (row["seen_at"] is None or row["seen_at"] < written)


def _behind(tickets: QuerySet[Ticket], sort: Sort, moment: datetime, ticket_id: int) -> QuerySet[Ticket]:
    """Rows after (moment, id). The first condition alone lets the database enter the index at that place."""
    way = "lt" if sort.descending else "gt"
    return tickets.filter(
        Q(**{f"{sort.column}__{way}": moment}) | Q(**{f"id__{way}": ticket_id}),
        **{f"{sort.column}__{way}e": moment},
    )

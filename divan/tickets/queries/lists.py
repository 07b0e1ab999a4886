"""The lists of the desk: which tickets a view holds, in which order, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.core.actors import Actor, Right
from divan.tickets import access
from divan.tickets.models import ReadMark, Status, Ticket
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
    "last_customer_message_at",
    "requester__name",
    "requester__email",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Filter = Callable[[QuerySet[Ticket], Actor], QuerySet[Ticket]]


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that an index already has. `shows` is the moment that a row prints.

    An `is_optional` column is empty for some tickets, which such a list leaves out.
    """

    slug: str
    label: str | Promise
    icon: str
    column: str
    descending: bool
    shows: str
    is_optional: bool = True


NEWEST = Sort("newest", _("Newest activity"), "clock", "last_activity_at", True, "last_activity_at", False)
WAITING = Sort(
    "waiting", _("Waiting longest for an answer"), "history", "waiting_since", False, "waiting_since"
)
SOLVED = Sort("solved", _("Solved last"), "check", "solved_at", True, "last_activity_at")


@dataclass(frozen=True, slots=True)
class View:
    """A list that ships with Divan. The first of its `sorts` is the usual one."""

    slug: str
    title: str | Promise
    narrow: Filter
    sorts: tuple[Sort, ...] = (NEWEST, WAITING)

    def sort(self, slug: str | None) -> Sort:
        """The order with that name, or the usual one."""
        return next((sort for sort in self.sorts if sort.slug == slug), self.sorts[0])


VIEWS: Mapping[str, View] = {
    view.slug: view
    for view in (
        View("mine", _("My open"), lambda tickets, actor: tickets.filter(is_open=True, assignee_id=actor.id)),
        View(
            "unassigned", _("Unassigned"), lambda tickets, _actor: tickets.filter(is_open=True, assignee=None)
        ),
        View(
            "waiting", _("Waiting longest"), lambda tickets, _actor: tickets.filter(is_open=True), (WAITING,)
        ),
        View(
            "pending",
            _("Waiting on customer"),
            lambda tickets, _actor: tickets.filter(is_open=True, status=Status.PENDING),
            (NEWEST,),
        ),
        View("open", _("All open"), lambda tickets, _actor: tickets.filter(is_open=True)),
        View(
            "solved",
            pgettext_lazy("view", "Solved"),
            lambda tickets, _actor: tickets.filter(status=Status.SOLVED),
            (SOLVED,),
        ),
    )
}


def view_of_group(group_id: int, name: str) -> View:
    """The open tickets of one group."""
    return View(
        f"group-{group_id}", name, lambda tickets, _actor: tickets.filter(is_open=True, group_id=group_id)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursor of what comes after them (empty at the end)."""

    rows: list[dict[str, Any]]
    following: str


def on_desk(actor: Actor) -> QuerySet[Ticket]:
    """The tickets on whose desk side the actor stands; what they asked themselves is in the portal."""
    groups = actor.groups_with(Right.SEE)
    tickets = access.visible_to(actor)
    return tickets if groups is None else tickets.filter(group_id__in=groups)


def page_of(
    actor: Actor, view: View, sort: Sort, *, after: str = "", size: int = PAGE, extra: tuple[str, ...] = ()
) -> Page:
    """`size` rows of the view behind the cursor `after`, in two queries whose cost does not grow with the page.

    A cursor that was not made by this function counts as none. `extra` are columns beside the usual ones.
    """
    tickets = view.narrow(on_desk(actor), actor)
    if sort.is_optional:
        tickets = tickets.filter(**{f"{sort.column}__isnull": False})
    if place := _read_cursor(after):
        tickets = _behind(tickets, sort, *place)
    sign = "-" if sort.descending else ""
    ordered = tickets.order_by(f"{sign}{sort.column}", f"{sign}id")[: size + 1]
    found = rows_of(ordered, actor, extra=(sort.column, *extra))
    rows = found[:size]
    return Page(rows, _write_cursor(rows[-1], sort) if len(found) > size else "")


def rows_of(tickets: QuerySet[Ticket], actor: Actor, *, extra: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What a list shows of these tickets, which the actor may see: two queries. `extra` are further columns."""
    mark = ReadMark.objects.filter(user_id=actor.person_id, ticket_id=OuterRef("pk")).values("seen_at")[:1]
    rows = list(
        tickets.annotate(seen_at=Subquery(mark)).values(*dict.fromkeys((*_COLUMNS, *extra, "seen_at")))
    )
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


def _write_cursor(row: Mapping[str, Any], sort: Sort) -> str:
    micros = (row[sort.column] - _EPOCH) // timedelta(microseconds=1)
    return f"{micros}-{row['id']}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    micros, _dash, ticket_id = text.partition("-")
    if not (micros.isascii() and micros.isdigit() and ticket_id.isascii() and ticket_id.isdigit()):
        return None
    if len(micros) > 17 or len(ticket_id) > 18:
        return None
    return _EPOCH + timedelta(microseconds=int(micros)), int(ticket_id)

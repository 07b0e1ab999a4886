"""What the bell and the page of notifications show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from markupsafe import Markup

from divan.accounts.models import Group, User
from divan.core.actors import SYSTEM, Actor, Kind
from divan.notifications.access import notifications_of
from divan.notifications.models import Notification
from divan.tickets.events import Names, Payload, kinds
from divan.tickets.gated import Gated
from divan.tickets.hooks import news
from divan.tickets.models import Ticket

PAGE = 50
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as it is read."""

    id: int
    at: datetime
    icon: str
    sentence: Markup
    number: str
    subject: str
    language: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first, and the id before which the next page begins (0 at the end)."""

    lines: list[Line]
    following: int


def unread_count(actor: Actor) -> int:
    """How many the actor has not read, `MOST_COUNTED` + 1 at most (one query whose cost is bounded)."""
    return len(_unread(actor))


def _not_read(actor: Actor) -> QuerySet[Notification, int]:
    unread = notifications_of(actor).filter(read_at=None).order_by().values_list("pk", flat=True)
    others = [rows(actor).order_by().values_list("pk", flat=True) for rows in news.values()]
    return unread.union(*others, all=True)[: MOST_COUNTED + 1] if others else unread[: MOST_COUNTED + 1]


_unread = Gated(_not_read)


def page_of(actor: Actor, *, before: int = 0, size: int = PAGE) -> Page:
    """The newest notifications, or those before the event `before` (two queries)."""
    rows = notifications_of(actor).select_related("event", "ticket").order_by("-event_id")
    found = list((rows.filter(event_id__lt=before) if before else rows)[: size + 1])
    shown = found[:size]
    return Page(_lines(shown), shown[-1].event_id if len(found) > size else 0)


def _lines(rows: list[Notification]) -> list[Line]:
    payloads = [(row, kinds[row.kind].from_row(row.event.payload)) for row in rows if row.kind in kinds]
    names = _names(payloads)
    return [
        Line(
            id=row.pk,
            at=row.created_at,
            icon=payload.icon,
            sentence=payload.sentence(_actor(row, names), names),
            number=row.ticket.number,
            subject=row.ticket.subject,
            language=row.ticket.language,
            is_new=row.read_at is None,
        )
        for row, payload in payloads
    ]


def _actor(row: Notification, names: Names) -> str:
    return SYSTEM.name if row.event.actor_kind == Kind.SYSTEM else names.person(row.event.actor_id)


def _names(payloads: Iterable[tuple[Notification, Payload]]) -> Names:
    """The names of the people, groups and tickets in the sentences; people are told of nothing that names anything
    else.
    """
    wanted: set[int] = set()
    in_groups: set[int] = set()
    numbered: set[int] = set()
    for row, payload in payloads:
        references = payload.references()
        wanted.update(references.get("people", ()))
        wanted.update([row.event.actor_id] if row.event.actor_id else ())
        in_groups.update(references.get("groups", ()))
        numbered.update(references.get("tickets", ()))
    people = User.objects.filter(pk__in=wanted).values_list("pk", "name", "email") if wanted else ()
    groups = Group.objects.filter(pk__in=in_groups) if in_groups else ()
    tickets = Ticket.objects.filter(pk__in=numbered).values_list("pk", "number") if numbered else ()
    return Names(
        people={pk: name or email for pk, name, email in people},
        groups={group.pk: str(group) for group in groups},
        tickets=dict(tickets),
    )

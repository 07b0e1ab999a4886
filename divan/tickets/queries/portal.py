"""What the portal shows: forms, a person's own tickets, and one ticket as its requester reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import pgettext

from divan.core.actors import Actor, Right
from divan.core.rows import one_of
from divan.search.queries import find
from divan.tickets import access
from divan.tickets.events import StateChanged
from divan.tickets.merged import home_of
from divan.tickets.models import Form, ReadMark, Status, Ticket
from divan.tickets.queries.notices import closing_notice
from divan.tickets.queries.thread import Thread, thread_of
from divan.tickets.search_documents import TICKET

PAGE = 20
FOUND = 5
LONGEST_QUERY = 200
FINISHED = (Status.SOLVED, Status.CLOSED)
_COLUMNS = (
    *("id", "number", "subject", "language", "snippet", "status", "requester_id", "last_activity_at"),
    *("last_staff_message_at", "seen_at", "assignee__name"),
)
# The standing at the top of the page says it in the requester's words.
_DESKS_OWN = (StateChanged.kind,)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status as the customer reads it: what it means for them, with its mark and tone."""

    text: str
    icon: str
    tone: str | None


def standing_of(status: str) -> Standing:
    """The words for a status on the customer's side; work that is on hold is still being done."""
    match status:
        case Status.NEW:
            return Standing(pgettext("ticket status for its requester", "Received"), "st-new", "info")
        case Status.PENDING:
            return Standing(
                pgettext("ticket status for its requester", "Your answer is awaited"), "st-pending", "wait"
            )
        case Status.SOLVED:
            return Standing(pgettext("ticket status for its requester", "Solved"), "st-solved", "good")
        case Status.CLOSED:
            return Standing(pgettext("ticket status for its requester", "Closed"), "st-closed", None)
        case _:
            return Standing(pgettext("ticket status for its requester", "In progress"), "st-open", "brand")


def active_forms() -> list[Form]:
    """The forms that the portal offers, in their order."""
    return list(Form.objects.filter(is_active=True))


def forms_into(group_id: int) -> list[str]:
    """The names of the forms in use whose tickets go to that group."""
    return [str(form) for form in active_forms() if form.group_id == group_id]


def active_form(slug: str) -> Form:
    """The form at that address; raises NotAllowed if there is none or it is switched off."""
    return one_of(Form.objects.filter(slug=slug, is_active=True).select_related("group"), slug)


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list of the portal."""

    number: str
    subject: str
    language: str
    snippet: str
    standing: Standing
    assignee: str
    last_activity_at: datetime
    is_unread: bool
    is_others: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest activity first, and where the next page begins (empty at the end)."""

    rows: list[Row]
    next: str


def my_tickets(actor: Actor, *, finished: bool | None = None, after: str = "", limit: int = PAGE) -> Page:
    """A page of the actor's own tickets; `finished` None gives all, `after` comes from the page before."""
    tickets = access.own_tickets(actor).annotate(seen_at=Subquery(_marks(actor).values("seen_at")[:1]))
    if finished is not None:
        tickets = tickets.filter(status__in=FINISHED) if finished else tickets.exclude(status__in=FINISHED)
    if place := _place(after):
        moment, key = place
        tickets = tickets.filter(Q(last_activity_at__lt=moment) | Q(last_activity_at=moment, pk__lt=key))
    found = list(tickets.order_by("-last_activity_at", "-id").values(*_COLUMNS)[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    following = f"{more['last_activity_at'].isoformat()}_{more['id']}" if more else ""
    return Page([_row(values, actor) for values in found[:limit]], following)


def found_tickets(actor: Actor, text: str) -> Page:
    """The actor's own tickets whose public side holds all words of `text`, the best ones first."""
    own = access.own_tickets(actor)
    hits = find(text[:LONGEST_QUERY], actor=as_requester(actor), kind=TICKET, among=own, limit=FOUND).hits
    if not hits:
        return Page([], "")
    place = {hit.object_id: number for number, hit in enumerate(hits)}
    seen_at = Subquery(_marks(actor).values("seen_at")[:1])
    rows = own.filter(pk__in=place).annotate(seen_at=seen_at).values(*_COLUMNS)
    return Page([_row(values, actor) for values in sorted(rows, key=lambda row: place[row["id"]])], "")


def unread_count(actor: Actor) -> int:
    """How many of the actor's own tickets have an answer that they have not seen (T10)."""
    answered = access.own_tickets(actor).filter(last_staff_message_at__isnull=False)
    seen = _marks(actor).filter(seen_at__gte=OuterRef("last_staff_message_at"))
    return answered.exclude(Exists(seen)).count()


def _marks(actor: Actor) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(user_id=actor.id or 0, ticket_id=OuterRef("pk"))


def _row(values: Mapping[str, Any], actor: Actor) -> Row:
    answered, seen = values["last_staff_message_at"], values["seen_at"]
    return Row(
        number=values["number"],
        subject=values["subject"],
        language=values["language"],
        snippet=values["snippet"],
        standing=standing_of(values["status"]),
        assignee=values["assignee__name"] or "",
        last_activity_at=values["last_activity_at"],
        is_unread=answered is not None and (seen is None or seen < answered),
        is_others=values["requester_id"] != actor.id,
    )


def _place(after: str) -> tuple[datetime, int] | None:
    """Where a page begins; what nobody can have been given is ignored."""
    moment, _, key = after.rpartition("_")
    try:
        place = datetime.fromisoformat(moment), int(key)
        return (place[0].astimezone(UTC), place[1]) if place[0].tzinfo else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The public side of a ticket, and what its reader may do with it.

    `photo` is that of the assignee. `is_merged`: it is dealt with in another ticket, of which the reader learns the number, `home`, if they may read it.
    """

    standing: Standing
    thread: Thread
    assignee: str
    photo: str
    notice: str
    may_reply: bool
    may_confirm: bool
    may_reopen: bool
    is_merged: bool
    home: str


def own_ticket(actor: Actor, number: str) -> Ticket:
    """The actor's own ticket with that number; raises NotAllowed for any other."""
    return one_of(access.own_tickets(actor).filter(number=number).select_related("assignee"), number)


def as_requester(actor: Actor) -> Actor:
    """The same person without their rights at the desk: in the portal everybody is a customer.

    An agent who asked a ticket reads and answers it as its requester; internal notes are out of reach.
    """
    if not actor.is_staff:
        return actor
    return replace(actor, is_staff=False, all_groups=Right.NONE, groups={}, permissions=frozenset())


def conversation(actor: Actor, ticket: Ticket, *, before: int = 0) -> Conversation:
    """A ticket as its requester reads it; `before` gives the stretch that ends before that message."""
    is_finished, is_merged = ticket.status in FINISHED, ticket.merged_into_id is not None
    return Conversation(
        standing=standing_of(ticket.status),
        thread=thread_of(as_requester(actor), ticket, {}, before=before, untold=_DESKS_OWN),
        assignee=str(ticket.assignee) if ticket.assignee else "",
        photo=ticket.assignee.photo_url if ticket.assignee else "",
        notice=closing_notice(ticket.close_reason) if is_finished and not is_merged else "",
        may_reply=not is_merged and access.may(actor, "reply", ticket),
        may_confirm=ticket.status == Status.SOLVED and access.may(actor, "confirm", ticket),
        may_reopen=is_finished and not is_merged and access.may(actor, "reopen", ticket),
        is_merged=is_merged,
        home=_home(actor, ticket) if is_merged else "",
    )


def _home(actor: Actor, ticket: Ticket) -> str:
    """The number of the ticket where a merged one goes on, if it is among the actor's own."""
    own = access.own_tickets(actor).filter(pk=home_of(ticket).pk)
    return own.values_list("number", flat=True).first() or ""

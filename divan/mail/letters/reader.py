"""The durable reader "mail": who is written to when something happened to a ticket (T9, T20).

One request makes at most one mail to a person: a reply that came together with the solution is part of the
solution's mail. Doing an event twice queues nothing twice. Internal notes are none of its kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.conversations.actions import mark_delivery
from divan.conversations.models import Delivery
from divan.mail.letters import customer, quoting, staff
from divan.mail.letters.queueing import Occasion, queue
from divan.tickets.access import may
from divan.tickets.models import Event, Participant, Ticket
from divan.tickets.readers import Reader


def _ticket_created(event: Event) -> None:
    ticket = event.ticket
    first = quoting.public_message(event.payload.get("message"), ticket)
    if first and first.is_automatic:
        return
    occasion = Occasion(event, "confirmation", header="auto-replied")
    queue(ticket.requester, lambda person: customer.confirmation(ticket, person, first), occasion)


def _message_sent(event: Event) -> None:
    message = quoting.public_message(event.payload.get("message"), event.ticket)
    if message is None or _solved_with(event):
        return
    occasion = Occasion(event, "answer", message=message)
    ticket = event.ticket
    written = [
        queue(person, lambda reader: customer.answer(ticket, reader, message), occasion)
        for person in _customers(ticket, but=event.actor_id)
    ]
    if not any(written):
        mark_delivery(message.pk, Delivery.NONE)


def _ticket_solved(event: Event) -> None:
    ticket = event.ticket
    message = quoting.public_message(event.payload.get("message"), ticket)
    occasion = Occasion(event, "solution", message=message, header="" if message else "auto-generated")
    for person in _customers(ticket, but=event.actor_id):
        queue(person, lambda reader: customer.solution(ticket, reader, message), occasion)


def _close_announced(event: Event) -> None:
    ticket, days = event.ticket, int(event.payload.get("days", 0))
    occasion = Occasion(event, "closing", header="auto-generated")
    queue(ticket.requester, lambda person: customer.closing(ticket, person, days), occasion)


def _message_received(event: Event) -> None:
    ticket = event.ticket
    message = quoting.public_message(event.payload.get("message"), ticket)
    owner = _owner(ticket, but=event.actor_id)
    if owner and message and not message.is_automatic:
        occasion = Occasion(event, "customer_wrote", header="auto-generated")
        queue(owner, lambda _person: staff.customer_wrote(ticket, message), occasion)


def _ticket_assigned(event: Event) -> None:
    ticket = event.ticket
    owner = _owner(ticket, but=event.actor_id)
    if owner and owner.pk == event.payload.get("assignee"):
        occasion = Occasion(event, "assigned", header="auto-generated")
        latest, by = quoting.latest_message(ticket), str(event.actor or "")
        queue(owner, lambda _person: staff.assigned(ticket, latest, by), occasion)


_WRITERS: dict[str, Callable[[Event], None]] = {
    "ticket.created": _ticket_created,
    "message.sent": _message_sent,
    "message.received": _message_received,
    "ticket.solved": _ticket_solved,
    "ticket.assigned": _ticket_assigned,
    "ticket.close_announced": _close_announced,
}


def apply(event: Event) -> None:
    """Queue the mails that one event asks for. What is imported was told to its people long ago."""
    if event.origin == "live":
        _WRITERS[event.kind](event)


READER = Reader(apply=apply, kinds=frozenset(_WRITERS))


def _solved_with(event: Event) -> bool:
    """Whether the request that sent this message also solved the ticket with it."""
    together = Event.objects.filter(ticket_id=event.ticket_id, batch=event.batch, kind="ticket.solved")
    message = event.payload.get("message")
    return any(solved.get("message") == message for solved in together.values_list("payload", flat=True))


def _customers(ticket: Ticket, *, but: int | None) -> Iterator[User]:
    """The requester and those who take part, without the one who did it."""
    if ticket.requester_id != but:
        yield ticket.requester
    others = Participant.objects.filter(ticket=ticket).exclude(user_id=ticket.requester_id)
    yield from (row.user for row in others.exclude(user_id=but or 0).select_related("user"))


def _owner(ticket: Ticket, *, but: int | None) -> User | None:
    """The assignee, if it is somebody else and they may still see the ticket."""
    owner = ticket.assignee
    if owner is None or owner.pk == but or not may(actor_of(owner), "see", ticket):
        return None
    return owner

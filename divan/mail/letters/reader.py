"""The durable reader "mail": who is written to when something happened to a ticket (T9, T20).

One request makes at most one mail to a person: a reply that came together with the solution is part of the
solution's mail. Doing an event twice queues nothing twice. Internal notes are none of its kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.conversations.actions import mark_delivery
from divan.conversations.models import Channel, Delivery, Message
from divan.core.actors import Kind
from divan.mail.letters import customer, merging, outside, quoting, staff
from divan.mail.letters.addressing import Addressee, addressees, shown_to_all
from divan.mail.letters.carrying import NOTHING, Carried, carried_with
from divan.mail.letters.letter import Letter
from divan.mail.letters.queueing import Occasion, queue
from divan.mail.models import OutgoingMail
from divan.mail.threads import belongs
from divan.tickets.access import may
from divan.tickets.hooks import live_readers
from divan.tickets.models import CloseReason, Event, Participant, Status, Ticket
from divan.tickets.queries.notices import is_done
from divan.tickets.readers import Reader

# Senders of spam get no answer, and of merging its own mails tell.
_SILENT = (CloseReason.SPAM, CloseReason.MERGED)

# Writes the letter of a message to one of its readers.
Write = Callable[[Ticket, User, Message, Carried], Letter]


def _ticket_created(event: Event) -> None:
    ticket = event.ticket
    if ticket.channel == Channel.CHAT:
        # Whoever chats is being served; `chat.ended` tells them the number if they still wait then.
        return
    first = quoting.public_message(event.payload.get("message"), ticket)
    if first and (first.is_automatic or _may_be_forged(event, first)):
        return
    if first and first.from_staff and first.recipients:
        _post(Occasion(event, "answer", message=first), first, customer.first_mail)
        return
    _confirm(event, first)


def _confirm(event: Event, first: Message | None) -> None:
    occasion = Occasion(event, "confirmation", header="auto-replied")
    queue(event.ticket.requester, lambda person: customer.confirmation(event.ticket, person, first), occasion)


def _chat_ended(event: Event) -> None:
    """With who still waits for an answer the chat goes on by mail."""
    if event.payload.get("is_followed_up"):
        conversation = Message.objects.filter(conversation_id=event.ticket.conversation_id)
        _confirm(event, conversation.public().order_by("pk").first())


def _chat_missed(event: Event) -> None:
    """What was said and not read in a chat is one answer by mail, without what went out by mail at the time."""
    ticket, wanted = event.ticket, event.payload.get("messages", [])
    sent = OutgoingMail.objects.filter(ticket=ticket, message__in=wanted).exclude(event=event)
    known = set(sent.values_list("message_id", flat=True))
    found = [quoting.public_message(message, ticket) for message in wanted if message not in known]
    if messages := [message for message in found if message is not None]:
        *earlier, last = messages
        write = partial(customer.answer, earlier=earlier)
        _post(Occasion(event, "answer", message=last), last, write, earlier=earlier)


def _message_sent(event: Event) -> None:
    message = quoting.public_message(event.payload.get("message"), event.ticket)
    if message is None or _solved_with(event):
        return
    if _is_read_live(event.ticket, message):
        mark_delivery(message.pk, Delivery.NONE)
    else:
        _post(Occasion(event, "answer", message=message), message, customer.answer)


def _message_shared(event: Event) -> None:
    """A message that was kept inside goes to those who did not get it from its author."""
    message = quoting.public_message(event.payload.get("message"), event.ticket)
    if message is not None:
        have_it = {recipient["address"].lower() for recipient in message.recipients}
        have_it |= {message.author.email} if message.author else set()
        _post(Occasion(event, "shared", message=message), message, customer.answer, without=have_it)


def _message_forwarded(event: Event) -> None:
    """To those outside whom the message names, with the message that is sent on."""
    ticket = event.ticket
    messages = Message.objects.filter(conversation_id=ticket.conversation_id)
    both = messages.in_bulk([event.payload["message"], event.payload["original"]])
    if len(both) < 2:
        return
    message, original = both[event.payload["message"]], both[event.payload["original"]]

    def write(ticket: Ticket, _person: User, message: Message, carried: Carried) -> Letter:
        return outside.forward(ticket, message, original, carried)

    _post(Occasion(event, "forward", message=message), message, write)


def _post(
    occasion: Occasion,
    message: Message,
    write: Write,
    *,
    without: Collection[str] = (),
    earlier: Collection[Message] = (),
) -> None:
    """Queue a mail to everybody whom the message goes to, each with files and headers, but not to its author
    and the addresses in `without`. Whoever gets a copy of what others may read gets the letter for that. What is said in
    `earlier` messages goes out with it, and so do their files.
    """
    event = occasion.event
    if event is None:
        return
    ticket = event.ticket
    author = message.author_id if message.from_staff else event.actor_id
    found = [one for one in addressees(ticket, message, but=author) if one.person.email not in without]
    carried = carried_with(*earlier, message)
    for_all = replace(occasion, carried=carried, shown=shown_to_all(found))
    done = [
        queue(
            one.person,
            partial(_letter, ticket, message, carried, write, one),
            replace(for_all, is_outside=one.is_outside),
        )
        for one in found
    ]
    if not any(done):
        mark_delivery(message.pk, Delivery.NONE)


def _letter(
    ticket: Ticket, message: Message, carried: Carried, write: Write, to: Addressee, person: User
) -> Letter:
    if to.is_outside and not message.is_internal:
        return outside.copy(ticket, message, carried)
    return write(ticket, person, message, carried)


def _ticket_solved(event: Event) -> None:
    ticket, reason = event.ticket, str(event.payload.get("reason", ""))
    if reason in _SILENT:
        return
    message = quoting.public_message(event.payload.get("message"), ticket)
    if message is not None:
        _is_read_live(ticket, message)
        _post(
            Occasion(event, "solution", message=message), message, partial(customer.solution, reason=reason)
        )
        return
    occasion = Occasion(event, "solution", header="auto-generated")
    for person in _customers(ticket, but=event.actor_id):
        queue(
            person, lambda reader: customer.solution(ticket, reader, None, NOTHING, reason=reason), occasion
        )


def _ticket_closed(event: Event) -> None:
    """What was closed without being solved first: the requester has not heard yet that it ends, and why."""
    ticket, reason = event.ticket, str(event.payload.get("reason", ""))
    if event.payload.get("before") == Status.SOLVED or is_done(reason) or reason in _SILENT:
        return
    occasion = Occasion(event, "given_up", header="auto-generated")
    if ticket.requester_id != event.actor_id:
        queue(ticket.requester, lambda person: customer.given_up(ticket, person, reason), occasion)


def _ticket_promised(event: Event) -> None:
    ticket, said = event.ticket, event.payload.get("day")
    day = date(*said) if said else None
    occasion = Occasion(event, "promise", header="auto-generated")
    if ticket.requester_id != event.actor_id:
        queue(ticket.requester, lambda person: customer.promised(ticket, person, day), occasion)


def _close_announced(event: Event) -> None:
    ticket, days = event.ticket, int(event.payload.get("days", 0))
    occasion = Occasion(event, "closing", header="auto-generated")
    queue(ticket.requester, lambda person: customer.closing(ticket, person, days), occasion)


def _escalated(event: Event) -> None:
    ticket = event.ticket
    occasion = Occasion(event, "escalated", header="auto-generated")
    queue(ticket.requester, lambda person: customer.escalated(ticket, person), occasion)


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


def _ticket_merged(event: Event) -> None:
    """To the requester of the one that was merged; the other one only goes on."""
    if event.payload.get("is_home"):
        return
    ticket, home = event.ticket, event.ticket.merged_into
    if ticket.requester_id == event.actor_id:
        return
    shown = home if home and belongs(ticket.requester, home) else None
    occasion = Occasion(event, "merged", header="auto-generated")
    queue(ticket.requester, lambda person: merging.goes_on(ticket, person, shown), occasion)


_WRITERS: dict[str, Callable[[Event], None]] = {
    "ticket.created": _ticket_created,
    "message.sent": _message_sent,
    "message.shared": _message_shared,
    "message.forwarded": _message_forwarded,
    "message.received": _message_received,
    "ticket.solved": _ticket_solved,
    "ticket.closed": _ticket_closed,
    "ticket.promised": _ticket_promised,
    "ticket.assigned": _ticket_assigned,
    "ticket.close_announced": _close_announced,
    "ticket.merged": _ticket_merged,
    "ticket.escalated": _escalated,
    "chat.ended": _chat_ended,
    "chat.missed": _chat_missed,
}


def apply(event: Event) -> None:
    """Queue the mails that one event asks for. What is imported was told to its people long ago."""
    if event.origin == "live":
        _WRITERS[event.kind](event)


READER = Reader(apply=apply, kinds=frozenset(_WRITERS))


def _is_read_live(ticket: Ticket, message: Message) -> bool:
    """Whether the requester is there and is shown the message; whoever else takes part gets it by mail all the same."""
    shown = [show(ticket, message) for show in live_readers.values()]
    return any(shown) and not Participant.objects.filter(ticket=ticket).exists()


def _may_be_forged(event: Event, first: Message) -> bool:
    """Whether a mail that is not proven opened the ticket: its claimed sender knows nothing of it (class 14)."""
    return first.channel == Channel.EMAIL and not first.is_verified and event.actor_kind == Kind.GUEST


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

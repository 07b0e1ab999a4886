"""Whom a message may go to: the usual recipients, and those of a message that is answered."""

from __future__ import annotations

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets.models import Participant, Ticket
from divan.tickets.recipients import Kind, Recipient, from_rows, is_own_address


def usual_recipients(ticket: Ticket) -> list[Recipient]:
    """To the requester, with everybody who takes part in Cc (one query beside the requester)."""
    taking_part = Participant.objects.filter(ticket=ticket).exclude(user_id=ticket.requester_id)
    people = [row.user for row in taking_part.select_related("user").order_by("pk")]
    return [_to(Kind.TO, ticket.requester), *(_to(Kind.CC, person) for person in people)]


def recipients_of_answer(ticket: Ticket, message: Message, *, everybody: bool) -> list[Recipient]:
    """Whom an answer to that message goes to: the usual recipients and its author, and with `everybody` also
    those whom it names. Nobody who takes part is left out, because that would end it. Our own addresses are
    not among them, where the mail would come back.
    """
    found = usual_recipients(ticket)
    if message.author is not None and not message.from_staff:
        found.append(_to(Kind.CC, message.author))
    if everybody:
        named = [one for one in from_rows(message.recipients) if one.kind != Kind.BCC]
        found += [Recipient(Kind.CC, one.address, one.name) for one in named]
    known: dict[str, Recipient] = {}
    for one in found:
        known.setdefault(one.address, one)
    return [one for one in known.values() if not is_own_address(one.address)]


def _to(kind: Kind, person: User) -> Recipient:
    return Recipient(kind, person.email, person.name)

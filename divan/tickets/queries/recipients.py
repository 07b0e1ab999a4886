"""Whom a message may go to: the usual recipients, those of a message that is answered, and completion."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Lower

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.models import Participant, Ticket
from divan.tickets.recipients import Kind, Recipient, from_rows, is_own_address

MOST_COMPLETED = 8
LONGEST_PREFIX = 100


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


def complete(actor: Actor, text: str) -> list[Recipient]:
    """People whose name or address begins with `text` and whom the actor may know, at most `MOST_COMPLETED`.

    These are colleagues, and of tickets that the actor sees the requesters, those who take part, and the
    others of the requester's organisation.
    """
    wanted = " ".join(text.split())[:LONGEST_PREFIX]
    if not wanted or not actor.is_staff:
        return []
    people = User.objects.filter(is_active=True).annotate(by_name=Lower("name"))
    known = Q(role__is_staff=True) | access.acquaintances(actor)
    found = people.filter(_begins(wanted)).filter(known).order_by("by_name", "pk")
    rows = found.values_list("email", "name")[:MOST_COMPLETED]
    return [Recipient(Kind.TO, email, name) for email, name in rows]


def _to(kind: Kind, person: User) -> Recipient:
    return Recipient(kind, person.email, person.name)


def _begins(wanted: str) -> Q:
    """Databases lower letters differently beyond ASCII, so the usual spellings of a beginning are all tried."""
    spellings = {wanted, wanted.lower(), wanted.title(), wanted.replace("i", "İ").title()}
    begins = Q(email__startswith=wanted.lower()) | Q(by_name__startswith=wanted.lower())
    for spelling in spellings:
        begins |= Q(name__startswith=spelling) | Q(name__contains=f" {spelling}")
    return begins

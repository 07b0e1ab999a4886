"""To which ticket a message belongs, and what proves it.

The order of evidence: a reply address that we signed; then every Message-ID that the message names, newest
first, ours by their signature and all others from memory. Headers are easily copied, so they count only for
somebody who belongs to the ticket already (SECURITY classes 11 and 12). A subject proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.mail.models import KnownMessageId
from divan.mail.parsing import ParsedMail
from divan.mail.signing import split_reply_address, ticket_of_message_id
from divan.tickets.access import is_staff_on
from divan.tickets.models import Participant, Ticket


@dataclass(frozen=True, slots=True)
class Place:
    """The ticket a message belongs to. `is_signed`: the message carries proof that it answers our mail."""

    ticket: Ticket
    is_signed: bool


def find_place(parsed: ParsedMail, recipients: Iterable[str], sender: User | None) -> Place | None:
    """The ticket that the message continues; None if it is about something new."""
    for address in recipients:
        signed = split_reply_address(address)
        if signed and (ticket := _ticket(signed[1])):
            return Place(ticket, is_signed=True)
    return _by_headers(parsed, sender) if sender else None


def belongs(person: User, ticket: Ticket) -> bool:
    """Whether the person is the requester, takes part, or works for the ticket's group."""
    if ticket.requester_id == person.pk or works_on(person, ticket):
        return True
    return Participant.objects.filter(ticket=ticket, user=person).exists()


def works_on(person: User, ticket: Ticket) -> bool:
    """Whether the person stands on the desk's side of the ticket."""
    return person.is_staff and is_staff_on(actor_of(person), ticket)


def _by_headers(parsed: ParsedMail, sender: User) -> Place | None:
    named = list(dict.fromkeys(filter(None, (parsed.in_reply_to, *reversed(parsed.references)))))
    remembered = _remembered(named)
    for message_id in named:
        own = ticket_of_message_id(message_id)
        for ticket_id in [own] if own else remembered.get(message_id, []):
            ticket = _ticket(ticket_id)
            if ticket and belongs(sender, ticket):
                return Place(ticket, is_signed=own is not None)
    return None


def _remembered(named: list[str]) -> dict[str, list[int]]:
    """Tickets by Message-ID, for all of them in one query, newest first."""
    by_digest = {KnownMessageId.digest_of(message_id): message_id for message_id in named}
    found: dict[str, list[int]] = {}
    rows = KnownMessageId.objects.filter(digest__in=by_digest).order_by("-id")
    for digest, ticket_id in rows.values_list("digest", "ticket_id"):
        found.setdefault(by_digest[digest], []).append(ticket_id)
    return found


def _ticket(ticket_id: int) -> Ticket | None:
    return Ticket.objects.filter(pk=ticket_id).first()

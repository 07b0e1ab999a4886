"""To which ticket a message belongs, and what proves it.

The order of evidence: an address that we signed; the Message-IDs that we signed, newest first; every other
Message-ID that was ever seen, newest first, also one that a message of the ticket only mentioned; the ticket's
number in the subject. All but the first are easily copied, so they count only for somebody who belongs to the
ticket already (SECURITY classes 11 and 12). A Message-ID in the hands of a stranger makes a new ticket that the
desk finds linked to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from divan.accounts.identity import actor_of
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.l10n.numbers import ascii_digits
from divan.core.prepared import Prepared
from divan.mail.models import KnownMessageId
from divan.mail.parsing import ParsedMail
from divan.mail.signing import split_forward_address, split_reply_address, ticket_of_message_id
from divan.tickets.access import is_staff_on
from divan.tickets.models import Participant, Ticket

MOST_NAMED = 1000
MOST_TICKETS = 50
MOST_MENTIONED = 20
_REFERENCE = re.compile(r"\[\s*#\s*([^\[\]\s#]{1,40})\s*\]")


@dataclass(frozen=True, slots=True)
class Place:
    """The ticket that a message belongs to.

    `is_signed`: the message carries proof that it answers our mail. `is_forward`: it answers what the desk
    sent on to a third party. `is_guessable`: only the number in the subject speaks for it.
    """

    ticket: Ticket
    is_signed: bool = False
    is_forward: bool = False
    is_guessable: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs (None: it is about something new), and the ticket that a stranger named."""

    place: Place | None = None
    related: Ticket | None = None


def find_thread(parsed: ParsedMail, recipients: Iterable[str], sender: User | None) -> Thread:
    """What the message continues. `sender` is whom it says it is from, if we know them."""
    if place := _by_address(recipients):
        return Thread(place)
    thread = _by_message_ids(parsed, sender)
    if thread.place or sender is None:
        return thread
    ticket = _by_subject(parsed.subject)
    if ticket and belongs(sender, ticket):
        return Thread(Place(ticket, is_guessable=True))
    return thread


def remember(parsed: ParsedMail, ticket: Ticket, message: Message | None) -> None:
    """Keep the Message-ID, and those that the message mentions, so that answers to any of them find the ticket.

    Mails that never came to us (they were written between customers) hold many threads together.
    """
    if parsed.message_id:
        own = _known(parsed.message_id, ticket, message)
        KnownMessageId.objects.bulk_create(
            [own], update_conflicts=True, unique_fields=["digest", "ticket"], update_fields=["message"]
        )
    latest = dict.fromkeys((*parsed.references[-MOST_MENTIONED:], parsed.in_reply_to))
    mentioned = [
        _known(name, ticket, None)
        for name in latest
        if name and name != parsed.message_id and ticket_of_message_id(name) is None
    ]
    if mentioned:
        KnownMessageId.objects.bulk_create(mentioned, ignore_conflicts=True)


def _known(message_id: str, ticket: Ticket, message: Message | None) -> KnownMessageId:
    return KnownMessageId(
        digest=KnownMessageId.digest_of(message_id),
        identifier=message_id,
        ticket=ticket,
        message=message,
        is_ours=False,
    )


def belongs(person: User, ticket: Ticket) -> bool:
    """Whether the person is the requester, takes part, or works for the ticket's group."""
    if ticket.requester_id == person.pk or works_on(person, ticket):
        return True
    return Participant.objects.filter(ticket=ticket, user=person).exists()


def works_on(person: User, ticket: Ticket) -> bool:
    """Whether the person stands on the desk's side of the ticket."""
    return person.is_staff and is_staff_on(actor_of(person), ticket)


def _by_address(recipients: Iterable[str]) -> Place | None:
    for address in recipients:
        if (signed := split_reply_address(address)) and (ticket := _ticket(signed[1])):
            return Place(ticket, is_signed=True)
        if (forwarded := split_forward_address(address)) and (ticket := _ticket(forwarded[1])):
            return Place(ticket, is_signed=True, is_forward=True)
    return None


def _by_message_ids(parsed: ParsedMail, sender: User | None) -> Thread:
    """The first ticket of those named that the sender belongs to; otherwise the first one as related."""
    newest_first = (parsed.in_reply_to, *reversed(parsed.references))
    named = list(dict.fromkeys(filter(None, newest_first)))[:MOST_NAMED]
    if not (named or parsed.message_id):
        return Thread()
    signed = [found for name in named if (found := ticket_of_message_id(name)) is not None]
    seen, mentioned = _remembered(named, parsed.message_id)
    candidates = list(dict.fromkeys([*signed, *seen, *mentioned]))[:MOST_TICKETS]
    if not candidates:
        return Thread()
    tickets = Ticket.objects.in_bulk(candidates)
    known = [tickets[pk] for pk in candidates if pk in tickets]
    if sender:
        for ticket in known:
            if belongs(sender, ticket):
                return Thread(Place(ticket, is_signed=ticket.pk in signed))
    # Many strangers may answer one newsletter: what others only mentioned relates nobody to them.
    return Thread(related=next((ticket for ticket in known if ticket.pk in (*signed, *seen)), None))


def _remembered(named: list[str], own: str) -> tuple[list[int], list[int]]:
    """The tickets of these Message-IDs, in their order, in one query: of those that came in or went out, and
    of those that a message of the ticket only mentioned. Mentioned may be `own`, if the answer was faster.
    """
    by_digest = {
        KnownMessageId.digest_of(message_id): message_id for message_id in (*named, own) if message_id
    }
    seen: dict[str, list[int]] = {}
    mentioned: dict[str, list[int]] = {}
    for digest, ticket_id, is_ours, message_id in _rows_of(list(by_digest)):
        kind = seen if is_ours or message_id else mentioned
        kind.setdefault(by_digest[digest], []).append(ticket_id)
    return (
        [ticket_id for name in named for ticket_id in seen.get(name, ())],
        [ticket_id for name in (*named, own) for ticket_id in mentioned.get(name, ())],
    )


def _rows_of(digests: list[str]) -> list[tuple[str, int, bool, int | None]]:
    """What is known of these Message-IDs, newest first. Most messages name none but their own."""
    if len(digests) == 1:
        return _of_digest(digest=digests[0])
    rows = KnownMessageId.objects.filter(digest__in=digests).order_by("-id")
    return list(rows.values_list(*_COLUMNS)[:MOST_NAMED])


_COLUMNS = ("digest", "ticket_id", "is_ours", "message_id")
_of_digest = Prepared(
    lambda digest: (
        KnownMessageId.objects.filter(digest=digest).order_by("-id").values_list(*_COLUMNS)[:MOST_NAMED]
    ),
    digest=str,
)


def _by_subject(subject: str) -> Ticket | None:
    """The ticket whose number stands in the subject as our mails write it, in the digits of any language."""
    found = _REFERENCE.search(subject)
    here = installation()
    if not found or here is None:
        return None
    number, prefix = ascii_digits(found[1]).upper(), here.number_prefix
    if not number.startswith(prefix.upper()):
        return None
    return Ticket.objects.filter(number=prefix + number[len(prefix) :]).first()


def _ticket(ticket_id: int) -> Ticket | None:
    return Ticket.objects.filter(pk=ticket_id).first()

"""Putting a letter into the queue of outgoing mail, with the headers that keep it in its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core import clock
from divan.mail.letters.letter import Letter
from divan.mail.letters.rendering import read_by, render
from divan.mail.mailboxes import is_ours, mailbox_for_group
from divan.mail.models import KnownMessageId, Mailbox, OutgoingMail
from divan.mail.relay import current_relay
from divan.mail.signing import new_message_id, reply_address, thread_id
from divan.realtime import doorbell
from divan.tickets.models import Event, Ticket

QUEUE = "deliveries"
MOST_AUTOMATIC_AN_HOUR = 20
MOST_REFERENCES = 10

State, Hold = OutgoingMail.State, OutgoingMail.Hold


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a letter is written: the event, a word for the purpose, the message that it carries.

    `header` is the value of Auto-Submitted; empty if a person wrote what the mail says.
    """

    event: Event
    purpose: str
    message: Message | None = None
    header: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail comes from."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def queue(person: User, write: Callable[[User], Letter], occasion: Occasion) -> bool:
    """Queue the mail of an occasion to a person; True if it is in the queue now, also from before.

    Nothing is written to deactivated people, nor to addresses of our own, where it would come back.
    """
    ticket = occasion.event.ticket
    if not person.is_active or is_ours(person.email):
        return False
    known = OutgoingMail.objects.filter(event=occasion.event, to=person.email, purpose=occasion.purpose)
    if not known.exists():
        with read_by(person):
            put(
                write(person),
                person,
                ticket,
                occasion.purpose,
                occasion.message,
                occasion.header,
                occasion.event,
            )
    return True


def put(
    letter: Letter,
    person: User,
    ticket: Ticket,
    purpose: str,
    message: Message | None = None,
    header: str = "",
    event: Event | None = None,
) -> OutgoingMail:
    """Store a finished mail about a ticket; call it inside `read_by(person)`."""
    sender = sender_of(mailbox_for_group(ticket.group_id), person.language)
    rendered = render(letter, number=ticket.number, sender_name=sender.name, language=person.language)
    identifier = new_message_id(ticket.pk, sender.domain)
    references = references_for(ticket, person.email, sender.domain)
    tagged = reply_address(sender.address, ticket.pk)
    headers = {"Reply-To": formataddr((sender.name, tagged))}
    if header:
        headers |= {"Auto-Submitted": header, "X-Auto-Response-Suppress": "All"}
    mail = store(
        event=event,
        ticket=ticket,
        message=message,
        recipient=person,
        purpose=purpose,
        to=person.email,
        to_name=" ".join(person.name.split()),
        sender=formataddr((sender.name, sender.address)),
        envelope_from=tagged,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        language=person.language,
        headers=headers,
        identifier=identifier,
        in_reply_to=references[-1],
        references=" ".join(references),
        is_automatic=bool(header),
    )
    KnownMessageId.objects.create(
        digest=KnownMessageId.digest_of(identifier),
        identifier=identifier,
        ticket=ticket,
        message=message,
        is_ours=True,
        recipient=person.email,
    )
    return mail


def store(**fields: object) -> OutgoingMail:
    """Store a mail as queued, or held if it cannot or should not go out by itself; wakes the worker."""
    now = clock.now()
    mail = OutgoingMail(created_at=now, next_try_at=now, **fields)
    mail.hold = _hold(mail)
    mail.state = State.HELD if mail.hold else State.QUEUED
    mail.save()
    transaction.on_commit(lambda: doorbell.ring([QUEUE], event=0, kind="mail.queued"))
    return mail


def sender_of(mailbox: Mailbox | None, language: str) -> Sender:
    """The address and name that mail comes from; a help desk without a mailbox uses the name of its host."""
    here = installation()
    name = here.name if here else "Divan"
    if mailbox is None:
        return Sender(f"divan@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}", name)
    return Sender(mailbox.address, mailbox.sender_name or name)


def references_for(ticket: Ticket, address: str, domain: str) -> list[str]:
    """The Message-IDs that a mail to `address` answers, oldest first.

    The first is the ticket's own, so that mail programs keep the thread together even if they never saw the
    rest. What only the desk may know about (a note that came by mail) is not among them.
    """
    shared = Q(is_ours=False, message__visibility=Visibility.PUBLIC) | Q(is_ours=True, recipient=address)
    rows = KnownMessageId.objects.filter(shared, ticket=ticket).order_by("-id")
    return [
        thread_id(ticket.pk, domain),
        *reversed(rows.values_list("identifier", flat=True)[:MOST_REFERENCES]),
    ]


def _hold(mail: OutgoingMail) -> str:
    if current_relay() is None:
        return Hold.NO_RELAY
    since = clock.now() - timedelta(hours=1)
    recent = OutgoingMail.objects.filter(to=mail.to, created_at__gt=since, is_automatic=True)
    if mail.is_automatic and recent.count() >= MOST_AUTOMATIC_AN_HOUR:
        return Hold.TOO_MANY
    return ""

"""Putting a letter into the queue of outgoing mail, with the headers that keep it in its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from divan.accounts.addresses import is_confirmed
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core import clock
from divan.mail.automatic.caps import is_too_much
from divan.mail.automatic.headers import headers_of_automatic
from divan.mail.automatic.undeliverable import undeliverable_among
from divan.mail.letters.addressing import ALONE, Shown
from divan.mail.letters.carrying import NOTHING, Carried
from divan.mail.letters.letter import Letter
from divan.mail.letters.rendering import read_by, render
from divan.mail.mailboxes import is_ours, mailbox_for_group
from divan.mail.models import KnownMessageId, Mailbox, OutgoingMail
from divan.mail.relay import current_relay
from divan.mail.signing import forward_address, new_message_id, reply_address, thread_id
from divan.realtime import doorbell
from divan.tickets.models import Event, Ticket

QUEUE = "deliveries"
MOST_REFERENCES = 10

State, Hold = OutgoingMail.State, OutgoingMail.Hold


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a letter is written: the event, a word for the purpose, the message that it carries.

    `header` is the value of Auto-Submitted; empty if a person wrote what the mail says. `carried` are the files
    that go with it, `shown` what To and Cc say. `is_outside`: the recipient has no part in the ticket, and what
    they answer stays inside.
    """

    event: Event | None
    purpose: str
    message: Message | None = None
    header: str = ""
    carried: Carried = NOTHING
    shown: Shown = ALONE
    is_outside: bool = False


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

    One event makes at most one mail to an address, whatever it is for.
    Nothing is written to deactivated people, nor to addresses of our own, where it would come back.
    """
    event = occasion.event
    if event is None or not person.is_active or is_ours(person.email):
        return False
    known = OutgoingMail.objects.filter(event=event, to=person.email)
    if not known.exists():
        with read_by(person):
            put(write(person), person, event.ticket, occasion)
    return True


def put(letter: Letter, person: User, ticket: Ticket, occasion: Occasion) -> OutgoingMail:
    """Store a finished mail about a ticket; call it inside `read_by(person)`."""
    message, header = occasion.message, occasion.header
    mailbox = mailbox_for_group(ticket.group_id)
    sender = sender_of(mailbox, person.language)
    rendered = render(letter, number=ticket.number, sender_name=sender.name, language=person.language)
    identifier = new_message_id(ticket.pk, sender.domain)
    references = references_for(ticket, person.email, sender.domain, is_outside=occasion.is_outside)
    headers = {"Reply-To": formataddr((sender.name, _answers_to(sender, ticket, occasion)))}
    if header:
        headers |= headers_of_automatic(header, sender.address)
    mail = store(
        event=occasion.event,
        ticket=ticket,
        message=message,
        recipient=person if person.pk else None,
        purpose=occasion.purpose,
        to=person.email,
        to_name=_name_of(person, is_automatic=bool(header)),
        to_shown=occasion.shown.to,
        cc_shown=occasion.shown.cc,
        attachments=list(occasion.carried.rows),
        mailbox=mailbox,
        sender=formataddr((sender.name, sender.address)),
        envelope_from=sender.address,
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


def references_for(ticket: Ticket, address: str, domain: str, *, is_outside: bool = False) -> list[str]:
    """The Message-IDs that a mail to `address` answers, oldest first.

    The first is the ticket's own, so that mail programs keep the thread together even if they never saw the
    rest. What only the desk may know about (a note that came by mail) is not among them, and to somebody
    outside nothing is but what they got from us.
    """
    shared = Q(is_ours=True, recipient=address)
    if not is_outside:
        shared |= Q(is_ours=False, message__visibility=Visibility.PUBLIC)
    rows = KnownMessageId.objects.filter(shared, ticket=ticket).order_by("-id")
    return [
        thread_id(ticket.pk, domain),
        *reversed(rows.values_list("identifier", flat=True)[:MOST_REFERENCES]),
    ]


def _hold(mail: OutgoingMail) -> str:
    if current_relay(mail.mailbox) is None:
        return Hold.NO_RELAY
    if not mail.is_automatic:
        return ""
    if undeliverable_among([mail.to]):
        return Hold.UNDELIVERABLE
    return Hold.TOO_MANY if is_too_much(mail.to, mail.recipient) else ""


def _answers_to(sender: Sender, ticket: Ticket, occasion: Occasion) -> str:
    """The address that answers go to: it says which ticket they belong to, and whether they stay inside."""
    if occasion.is_outside and occasion.message is not None:
        return forward_address(sender.address, ticket.pk, occasion.message.pk)
    return reply_address(sender.address, ticket.pk)


def _name_of(person: User, *, is_automatic: bool) -> str:
    """The name beside the address. Whoever wrote may have made up both; a machine repeats no name that the
    owner of the address has not proven to be theirs (SECURITY class 14)."""
    is_vouched_for = not is_automatic or person.is_staff or is_confirmed(person)
    return " ".join(person.name.split()) if is_vouched_for else ""

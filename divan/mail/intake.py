"""The one way in for a message: keep its bytes and its envelope, then say that it has arrived.

Every way in ends here: the receivers, fetching from other servers, the pipe command and uploads. When
`take_in` returns, the message is on disk and its row is committed; everything after can be repeated from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from divan.conversations import files
from divan.core import clock
from divan.mail.mailboxes import mailbox_of
from divan.mail.models import InboundMail, KnownMessageId, Mailbox
from divan.mail.parsing import headers
from divan.mail.parsing.fields import Fields, read_fields
from divan.realtime import doorbell

QUEUE = "deliveries"
LARGEST_MESSAGE = 25 * 1024 * 1024
MOST_RECIPIENTS = 50
LONGEST_HEADER = 200_000


class UnknownRecipient(Exception):
    """None of the recipients is an address of the help desk."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was said about a message outside of it.

    `sender` is "" for none. `peer` and `helo` are the address of the other side and the name that it gave
    itself. `way` is one of `InboundMail.Way`. `mailbox` is set where the way itself says whose mail it is (a
    server that mail is fetched from); otherwise the first recipient that is ours decides.
    """

    sender: str
    recipients: tuple[str, ...]
    peer: str = ""
    helo: str = ""
    way: str = InboundMail.Way.SMTP
    mailbox: Mailbox | None = None


def take_in(raw: bytes, envelope: Envelope) -> InboundMail:
    """Keep a message and return its row; the same message a second time returns the row of the first.

    Raises UnknownRecipient, and OSError or DatabaseError when it could not be kept: then the other side must
    not be told that it was.
    """
    row = _stored(raw, envelope)
    try:
        with transaction.atomic():
            row.save()
            transaction.on_commit(_ring)
    except IntegrityError:
        return InboundMail.objects.get(mailbox=row.mailbox, message_id=row.message_id, sha256=row.sha256)
    return row


def take_in_all(messages: Sequence[tuple[bytes, Envelope]]) -> None:
    """Keep several messages at once, all of them or none; those that are here already stay as they are.

    One transaction for many is what lets a full mailbox come in while the worker writes as well. Raises what
    `take_in` raises.
    """
    rows = [_stored(raw, envelope) for raw, envelope in messages]
    with transaction.atomic():
        InboundMail.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(_ring)


def _stored(raw: bytes, envelope: Envelope) -> InboundMail:
    """The message on disk, and its row, which is not saved yet."""
    mailbox = envelope.mailbox or next(filter(None, map(mailbox_of, envelope.recipients)), None)
    if mailbox is None:
        raise UnknownRecipient(", ".join(envelope.recipients[:5]))
    sha256, size = files.store([raw])
    now = clock.now()
    return InboundMail(
        mailbox=mailbox,
        envelope_from=_storable(envelope.sender)[:320],
        recipients=[_storable(address)[:320] for address in envelope.recipients],
        message_id=_identifier(raw),
        sha256=sha256,
        size=size,
        way=envelope.way,
        peer=_storable(envelope.peer)[:60],
        helo=_storable(envelope.helo)[:253],
        received_at=now,
        next_try_at=now,
    )


def _ring() -> None:
    doorbell.ring([QUEUE], event=0, kind="mail.received")


def raw_bytes(mail: InboundMail) -> bytes:
    """The message as it came."""
    return files.path_of(mail.sha256).read_bytes()


def header_fields(raw: bytes) -> Fields:
    """Name and value of every header field, from the start of the message alone."""
    return read_fields(raw, 0, min(len(raw), LONGEST_HEADER))[0]


def _identifier(raw: bytes) -> str:
    """The Message-ID, read from the headers alone; a very long one is replaced by its hash."""
    try:
        value = next((value for name, value in header_fields(raw) if name.lower() == "message-id"), "")
        found = next(iter(headers.identifiers(value)), "")
    except Exception:
        return ""  # the bytes are kept all the same; processing will say what is wrong with them
    return found if len(found) <= 255 else KnownMessageId.digest_of(found)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def holds(sha256: str) -> bool:
    """Whether those bytes are a received message."""
    return InboundMail.objects.filter(sha256=sha256).exists()

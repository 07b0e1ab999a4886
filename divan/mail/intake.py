"""The one way in for a message: keep its bytes and its envelope, then say that it has arrived.

The receiver uses it now; fetching from other servers and the pipe command will use it too. When `take_in`
returns, the message is on disk and its row is committed; everything after can be repeated from there.
"""

from __future__ import annotations

import email
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from divan.conversations import files
from divan.core import clock
from divan.mail.mailboxes import mailbox_of
from divan.mail.models import InboundMail, KnownMessageId
from divan.mail.parsing import headers
from divan.realtime import doorbell

QUEUE = "deliveries"


class UnknownRecipient(Exception):
    """None of the recipients is an address of the help desk."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was said about a message outside of it: sender ("" for none), recipients, where it came from."""

    sender: str
    recipients: tuple[str, ...]
    peer: str = ""


def take_in(raw: bytes, envelope: Envelope) -> InboundMail:
    """Keep a message and return its row; the same message a second time returns the row of the first.

    Raises UnknownRecipient, and OSError or DatabaseError when it could not be kept: then the other side must
    not be told that it was.
    """
    mailbox = next(filter(None, map(mailbox_of, envelope.recipients)), None)
    if mailbox is None:
        raise UnknownRecipient(", ".join(envelope.recipients[:5]))
    sha256, size = files.store([raw])
    now = clock.now()
    row = InboundMail(
        mailbox=mailbox,
        envelope_from=_storable(envelope.sender)[:320],
        recipients=[_storable(address)[:320] for address in envelope.recipients],
        message_id=_identifier(raw),
        sha256=sha256,
        size=size,
        peer=envelope.peer[:60],
        received_at=now,
        next_try_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
            transaction.on_commit(lambda: doorbell.ring([QUEUE], event=0, kind="mail.received"))
    except IntegrityError:
        return InboundMail.objects.get(mailbox=mailbox, message_id=row.message_id, sha256=sha256)
    return row


def raw_bytes(mail: InboundMail) -> bytes:
    """The message as it came."""
    return files.path_of(mail.sha256).read_bytes()


def _identifier(raw: bytes) -> str:
    """The Message-ID, read from the headers alone; a very long one is replaced by its hash."""
    head = raw.partition(b"\r\n\r\n")[0][:200_000]
    try:
        message = email.message_from_bytes(head + b"\r\n\r\n", policy=headers.POLICY)
        found = next(iter(headers.identifiers(headers.first(message, "Message-ID"))), "")
    except Exception:
        return ""  # the bytes are kept all the same; processing will say what is wrong with them
    return found if len(found) <= 255 else KnownMessageId.digest_of(found)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def holds(sha256: str) -> bool:
    """Whether those bytes are a received message."""
    return InboundMail.objects.filter(sha256=sha256).exists()

"""What a message says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address and the name written beside it; both on one line and without control characters."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An attached file. `name` is only ever shown; `type` is what the sender claims."""

    name: str
    type: str
    data: bytes = field(repr=False)
    inline: bool = False
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says about a letter that it could not deliver, or not yet.

    `hard`: the address is dead, whatever is sent there. `status` is an enhanced status code (RFC 3463): with 5 in
    front this letter is lost, even where the address is not dead (a full mailbox, a spam filter), with 4 it may
    still arrive, and a complaint has none. `recipient` is the address that failed, `message_id` that of the
    returned letter, `diagnostic` the words of the server.
    """

    hard: bool
    status: str
    recipient: str
    message_id: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """One message, read as far as it can be read.

    `sender_name` is what stands beside or instead of the sender's address. `text` is the whole body, `reply_text`
    what is new in it and `quoted` the rest. `markup` is the whole body as HTML, decoded but never to be shown
    as it is; `html` is sanitised and without the quoted part, and empty where the text says it all. `auto` is
    None for mail that a person wrote, otherwise "auto-reply", "bounce", "list", "loop", "calendar" or
    "feedback-report".
    """

    sender: Address | None
    sender_name: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    markup: str = field(default="", repr=False)
    reply_text: str = ""
    quoted: str = ""
    attachments: tuple[File, ...] = ()
    auto: str | None = None
    bounce: Bounce | None = None
    warnings: tuple[str, ...] = ()

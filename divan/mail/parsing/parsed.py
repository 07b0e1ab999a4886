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
class ParsedMail:
    """One message, read as far as it can be read.

    `text` is the whole body, `reply_text` what is new in it and `quoted` the rest. `html` is sanitised and
    without the quoted part; it is empty where the text says it all. `auto` is None for mail that a person
    wrote, otherwise "auto-reply", "bounce", "list", "loop" or "feedback-report".
    """

    sender: Address | None
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
    reply_text: str = ""
    quoted: str = ""
    attachments: tuple[File, ...] = ()
    auto: str | None = None
    warnings: tuple[str, ...] = ()

"""Reads a message from its bytes."""

from __future__ import annotations

import email
import re
from email.message import Message

from divan.core.l10n.mail_text import split_reply
from divan.mail.parsing import headers
from divan.mail.parsing.automatic import automatic_kind
from divan.mail.parsing.html_cleaning import clean
from divan.mail.parsing.html_limits import is_heavy
from divan.mail.parsing.html_quotes import without_quotes
from divan.mail.parsing.html_text import to_text
from divan.mail.parsing.parsed import ParsedMail
from divan.mail.parsing.parts import Contents, read_parts

LONGEST_TEXT = 900_000
# The standard library makes an object of a kilobyte for every part, before anybody can count them.
MOST_BOUNDARIES = 20_000
_BOUNDARY = re.compile(rb"[\r\n]--")
_SURROGATES = re.compile("[\ud800-\udfff]")


def parse(raw: bytes, *, language: str | None = None) -> ParsedMail:
    """What the message says; `language` is that of the mailbox, for undeclared character sets.

    Never raises: what cannot be read is missing from the answer and named in `warnings`. Takes time linear in
    the size of the message.
    """
    try:
        message = email.message_from_bytes(_bounded(raw), policy=headers.POLICY)
    except Exception as failure:
        return ParsedMail(sender=None, warnings=(f"unreadable: {type(failure).__name__}",))
    contents = read_parts(message, language)
    text = _text(contents)
    reply, quoted = split_reply(text)
    senders = headers.addresses(headers.first(message, "From"), language)
    sender = senders[0] if senders else None
    subject = _storable(headers.text_of(headers.first(message, "Subject"), language))
    return ParsedMail(
        sender=sender,
        to=headers.addresses(headers.first(message, "To"), language),
        cc=headers.addresses(headers.first(message, "Cc"), language),
        reply_to=headers.addresses(headers.first(message, "Reply-To"), language),
        subject=subject,
        date=headers.moment(headers.first(message, "Date")),
        message_id=_identifier(message),
        in_reply_to=next(iter(headers.identifiers(headers.first(message, "In-Reply-To"))), ""),
        references=headers.identifiers(headers.first(message, "References")),
        text=text,
        html=_html(contents, has_quotation=bool(quoted)),
        reply_text=reply,
        quoted=quoted,
        attachments=tuple(contents.files),
        auto=automatic_kind(message, sender, subject),
        warnings=tuple(contents.warnings),
    )


def _bounded(raw: bytes) -> bytes:
    """The message up to the first boundaries that are too many; the raw mail has the rest."""
    for number, boundary in enumerate(_BOUNDARY.finditer(raw)):
        if number >= MOST_BOUNDARIES:
            return raw[: boundary.start()]
    return raw


def _identifier(message: Message) -> str:
    value = headers.first(message, "Message-ID")
    return next(iter(headers.identifiers(value)), "")


def _text(contents: Contents) -> str:
    """The plain part, or what the HTML part says."""
    plain = "\n\n".join(part.strip() for part in contents.plain if part.strip())
    text = _storable(plain or to_text("\n".join(contents.html)))
    if len(text) > LONGEST_TEXT:
        contents.warnings.append("text cut")
    return text[:LONGEST_TEXT]


def _html(contents: Contents, *, has_quotation: bool) -> str:
    """The new part of the HTML, harmless; empty where the text has to do."""
    source = "\n".join(contents.html)
    if is_heavy(source):
        contents.warnings.append("markup too heavy")
        return ""
    own, was_cut = without_quotes(source) if source else ("", False)
    # Markup whose quotation nobody marked would show it twice.
    return "" if has_quotation and not was_cut else _storable(clean(own))


def _storable(text: str) -> str:
    """Without what no database takes: NUL and lone surrogates."""
    return _SURROGATES.sub("\ufffd", text.replace("\x00", "")).replace("\r\n", "\n").replace("\r", "\n")

"""Header values: words in any charset, addresses, identifiers, dates. Nothing here raises."""

from __future__ import annotations

import email.utils
import re
from datetime import UTC, datetime

from divan.mail.parsing.address_lists import read_addresses, read_entries
from divan.mail.parsing.parsed import Address
from divan.mail.parsing.tree import Part
from divan.mail.parsing.words import storable, text_of

__all__ = ["identifiers", "moment", "read_addresses", "senders", "text_of"]

MOST_REFERENCES = 100
_SENDERS = ("from", "reply-to", "sender")

_BLANK = re.compile(r"[\x00-\x20\x7f\u2028\u2029]+")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_IDENTIFIER = re.compile(r"<([^<>]{1,990})>")


def senders(message: Part, language: str | None = None, charset: str | None = None) -> tuple[Address, ...]:
    """Whom the message says it is from: the first From field with an address, or a name without one.

    Where nobody is named at all, those who want the answer and those who sent it for somebody are.
    """
    named: tuple[Address, ...] = ()
    for name in _SENDERS:
        for key, value in message.fields:
            if key.lower() == name:
                found = read_entries(value, language, charset)
                if any(each.email for each in found):
                    return found
                named = named or found
        if named:
            break
    return named


def identifiers(value: str) -> tuple[str, ...]:
    """The Message-IDs in a header with their brackets, in order and without repetition, the last ones of many.

    Blanks that a fold left inside are dropped. Words are identifiers where there are no brackets at all.
    """
    found = [_BLANK.sub("", each) for each in _IDENTIFIER.findall(value)]
    if not found:
        words = _BLANK.sub(" ", _COMMENT.sub(" ", value).replace("<", " ").replace(">", " ")).split()
        found = [word.strip(",;\"'") for word in words if "@" in word or len(words) == 1]
    kept = [f"<{storable(each)[:990]}>" for each in found[-MOST_REFERENCES:] if each]
    return tuple(dict.fromkeys(kept))


def moment(value: str) -> datetime | None:
    """The time of a Date header, in UTC; without a zone it is taken as UTC."""
    text = _BLANK.sub(" ", value).strip()[:200]
    for read in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        try:
            parsed = read(text)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
    return None

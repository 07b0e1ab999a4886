"""Header values: words in any charset, addresses, identifiers, dates. Nothing here raises."""

from __future__ import annotations

import binascii
import email.utils
import quopri
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.policy import Compat32

from divan.core.l10n.direction import strip_controls
from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing.parsed import Address

LONGEST_VALUE = 32_000
MOST_ADDRESSES = 100
MOST_REFERENCES = 100
# Type, name and boundary of a part; the standard library takes quadratic time to read their parameters.
LONGEST_CONTENT_VALUE = 4_000

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_FOLD = re.compile(r"\r?\n[ \t]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\]{1,253}")
_ONE_WITH_NAME = re.compile(r"\s*(\"[^\"<>]*\"|[^\",<>]*)<([^<>\s]{3,320})>\s*")
_IDENTIFIER = re.compile(r"<[^<>\s]{1,900}>")


class _Bounded(Compat32):
    """Reads messages as they came, but cuts the headers whose parameters could keep a worker busy for minutes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_CONTENT_VALUE] if name.lower().startswith("content-") else value


POLICY = _Bounded()


def first(message: Message, name: str) -> str:
    """The first header of that name as it came, or nothing. Bytes beyond ASCII are surrogates."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            return str(value)[:LONGEST_VALUE]
    return ""


def text_of(value: str, language: str | None = None) -> str:
    """The words of a header on one line: encoded words, raw bytes and folds are undone."""
    line = _BETWEEN_WORDS.sub(r"\1", _FOLD.sub(" ", _plain(value, language)))
    parts: list[str] = []
    end = 0
    waiting: tuple[str, bytes] | None = None
    for word in _WORD.finditer(line):
        between = line[end : word.start()]
        data = _word_bytes(word[2], word[3])
        if waiting and not between and waiting[0] == word[1]:
            waiting = (word[1], waiting[1] + data)
        else:
            parts += [_decoded(waiting, language), between]
            waiting = (word[1], data)
        end = word.end()
    parts += [_decoded(waiting, language), line[end:]]
    return " ".join(_CONTROL.sub(" ", "".join(parts)).split())


def addresses(value: str, language: str | None = None) -> tuple[Address, ...]:
    """The addresses of a header, at most `MOST_ADDRESSES`; names are decoded, nonsense is left out."""
    line = _FOLD.sub(" ", _plain(value, language))
    pairs = _pairs(line)
    if not any(_ADDRESS.fullmatch(address) for _name, address in pairs):
        pairs = [("", found) for found in _ADDRESS.findall(line)]
    kept = []
    for name, address in pairs[: MOST_ADDRESSES * 2]:
        clean = strip_controls(address).strip()
        if _ADDRESS.fullmatch(clean):
            kept.append(Address(clean, strip_controls(text_of(name, language))[:200]))
    return tuple(kept[:MOST_ADDRESSES])


def _pairs(line: str) -> list[tuple[str, str]]:
    """Names and addresses as they are written."""
    if one := _ONE_WITH_NAME.fullmatch(line):
        # The standard library stumbles over names that hold colons or signs of their own.
        return [(one[1].strip().strip('"'), one[2])]
    try:
        return email.utils.getaddresses([line])
    except Exception:
        return []


def identifiers(value: str) -> tuple[str, ...]:
    """The Message-IDs in a header, in their order, the last `MOST_REFERENCES` of them."""
    found = _IDENTIFIER.findall(_CONTROL.sub(" ", value))
    return tuple(dict.fromkeys(_storable(found[-MOST_REFERENCES:])))


def moment(value: str) -> datetime | None:
    """The time of a Date header, in UTC."""
    try:
        parsed = email.utils.parsedate_to_datetime(_CONTROL.sub(" ", value))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _storable(values: Iterable[str]) -> Iterable[str]:
    return (value.encode("utf-8", "replace").decode() for value in values)


def _plain(value: str, language: str | None) -> str:
    """The value as text: raw bytes that a careless program left in it are decoded by guess."""
    value = value[:LONGEST_VALUE]
    if value.isascii():
        return value
    return decode_body(value.encode("utf-8", "surrogateescape"), None, language)


def _word_bytes(encoding: str, payload: str) -> bytes:
    if encoding in "qQ":
        return quopri.decodestring(payload.replace("_", " ").encode(), header=False)
    data = payload.encode().rstrip(b"=")
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return payload.encode()


def _decoded(word: tuple[str, bytes] | None, language: str | None) -> str:
    if word is None:
        return ""
    charset = word[0].split("*", 1)[0]  # RFC 2231 lets a language follow the charset
    return decode_body(word[1], charset, language)

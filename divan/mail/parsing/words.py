"""The words of a header: encoded words (RFC 2047), raw bytes and folds undone, with the faults of the wild."""

from __future__ import annotations

import binascii
import re

from divan.core.l10n.mail_text import decode_body

LONGEST_VALUE = 250_000

# Leniently: blanks and question marks inside, no charset, no blank before or behind.
ENCODED_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*(?:(?<!=)\?(?!=)[^?]*){0,20})\?=")
_BETWEEN_WORDS = re.compile(r"\?=\s+(?==\?)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(value: str, language: str | None = None, charset: str | None = None) -> str:
    """The value without surrogates: raw bytes that a careless program left in it are decoded by guess.

    `charset` is the one that the message declares elsewhere.
    """
    value = value[:LONGEST_VALUE]
    if value.isascii() and "\x1b" not in value:
        return value
    return decode_body(value.encode("utf-8", "surrogateescape"), charset, language)


def text_of(value: str, language: str | None = None, charset: str | None = None) -> str:
    """The words of a header on one line."""
    line = _BETWEEN_WORDS.sub("?=", plain(value, language, charset))
    if "=?" in line:
        line = _decoded(line, language)
    return " ".join(_CONTROL.sub(" ", storable(line)).split())


def storable(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which no database and no answer takes."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _decoded(line: str, language: str | None) -> str:
    """Neighbours in one charset are decoded together: a character may be cut by the end of a word."""
    parts: list[str] = []
    end, charset, waiting = 0, "", b""
    for word in ENCODED_WORD.finditer(line):
        between = line[end : word.start()]
        if between or word[1].lower() != charset:
            parts += [_text(waiting, charset, language), between]
            charset, waiting = word[1].lower(), b""
        waiting += _bytes(word[2], word[3])
        end = word.end()
    return "".join([*parts, _text(waiting, charset, language), line[end:]])


def _bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b"\n", b" "), header=True)
    letters = b"".join(data.split()).rstrip(b"=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return data


def _text(data: bytes, charset: str, language: str | None) -> str:
    # RFC 2231 section 5 lets a language follow the charset.
    return decode_body(data, charset.split("*", 1)[0] or None, language) if data else ""

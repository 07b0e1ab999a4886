"""The value and the parameters of a structured field, as in Content-Type (RFC 2045 section 5.1, RFC 2231)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing.words import ENCODED_WORD

_MOST_PARAMETERS = 100
_BETWEEN = re.compile(r"[\s;]*")
_NAME = re.compile(r"([^\s=;\"]{1,100})\s*=\s*")
_WORDS = re.compile(rf"(?:{ENCODED_WORD.pattern}\s*)+(?=;|\Z)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\Z)', re.DOTALL)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
# name*, name*0, name*0*: RFC 2231 sections 3 and 4
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Structured:
    """A field's value in lower case and its parameters by their names in lower case."""

    value: str
    parameters: dict[str, str]


def read_structured(field: str, language: str | None = None) -> Structured:
    """`field` taken apart; of a parameter that comes twice the first counts. Takes linear time."""
    value, _separator, rest = field.partition(";")
    if "=" in value:  # a type without its semicolon, or no type at all
        value, rest = _without_semicolon(value, rest)
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in _pairs(rest):
        section = _SECTION.fullmatch(name)
        if section is None or (section[2] is None and section[3] is None):
            plain.setdefault(name, text)
        else:
            sections.setdefault(section[1], {}).setdefault(int(section[2] or 0), (text, bool(section[3])))
    for name, pieces in sections.items():
        plain[name] = _joined(pieces, language)
    return Structured(value.strip().strip("\"'").lower(), plain)


def _without_semicolon(value: str, rest: str) -> tuple[str, str]:
    head, _blank, tail = value.strip().partition(" ")
    return ("", f"{value};{rest}") if "=" in head else (head, f"{tail};{rest}")


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    at = 0
    while len(pairs) < _MOST_PARAMETERS:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches nothing, too
        if at >= len(text):
            break
        name = _NAME.match(text, at)
        if name is None:
            at = _end(text, at)
            continue
        at = name.end()
        if quoted := _QUOTED.match(text, at):
            value, at = _PAIR.sub(r"\1", quoted[1]), quoted.end()
        else:
            # Encoded words may hold semicolons, though they have no place here without quotation marks.
            words = _WORDS.match(text, at)
            stop = words.end() if words else _end(text, at)
            value, at = text[at:stop].strip(), stop
        pairs.append((name[1].lower(), value))
    return pairs


def _end(text: str, at: int) -> int:
    stop = text.find(";", at)
    return len(text) if stop < 0 else stop


def _joined(pieces: dict[int, tuple[str, bool]], language: str | None) -> str:
    """Sections put together before their bytes are decoded: a character may be cut by a section's end."""
    data, charset = b"", None
    for number in sorted(pieces):
        text, is_encoded = pieces[number]
        if number == min(pieces) and is_encoded and text.count("'") >= 2:
            charset, _language, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if is_encoded else raw
    return decode_body(data, charset or None, language)

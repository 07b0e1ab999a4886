"""Direction of text: which way a paragraph runs, and marks that keep foreign parts in place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from .languages import Direction, direction_of

LRM, RLM = "\u200e", "\u200f"
FSI, PDI = "\u2068", "\u2069"

_CONTROLS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_ISOLATES = frozenset({"FSI", "LRI", "RLI"})


def base_direction(text: str) -> Direction | None:
    """Direction of the first strong letter outside isolates, as dir=auto decides; None without one."""
    return next((_STRONG[kind] for kind in _outside_isolates(text) if kind in _STRONG), None)


def direction_in(words: str, language: str) -> Direction:
    """Which way a block of a text in `language` runs. In a right-to-left text a line that only begins with a
    foreign word or code does too.
    """
    own = direction_of(language)
    if own == "rtl" and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in words):
        return own
    return base_direction(words) or own


def _outside_isolates(text: str) -> Iterator[str]:
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif kind == "B":
            depth = 0  # an isolate that nobody closed ends with its paragraph
        elif not depth:
            yield kind


def strip_controls(text: str) -> str:
    """`text` without direction marks, embeddings, overrides and isolates."""
    return text.translate(_CONTROLS)


def isolate(text: str) -> str:
    """`text` between FSI and PDI, for values set into plain-text mail. Marks inside it are dropped."""
    return f"{FSI}{strip_controls(text)}{PDI}"


def marked_subject(reference: str, subject: str, language: str) -> str:
    """A subject with the ticket's reference in front that reads right whatever the mail program assumes."""
    if direction_of(language) == "rtl":
        return f"{RLM}{isolate(reference)} {subject}"
    return f"{reference} {subject}"

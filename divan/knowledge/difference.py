"""The readable difference between two versions: paragraphs that stayed, and words that went and came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from divan.core.l10n.direction import direction_in
from divan.core.l10n.languages import Direction
from divan.knowledge.models.words import FIELDS

_WORDS = re.compile(r"\s+|[^\s\w]+|\w+")
# Beyond this many lines even whole lines are not compared.
_MOST_LINES = 6000
# Beyond this many words of one paragraph a word-by-word comparison costs more than it shows.
_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are the same, went ("del") or came ("ins")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field of the words with its lines, each a row of pieces and the direction in which it runs."""

    name: str
    lines: list[tuple[Direction, list[Piece]]]


def difference(before: Mapping[str, str], after: Mapping[str, str], language: str) -> list[Change]:
    """The fields in which the two differ, in the order in which they are read.

    In a right-to-left text the marks at the beginning of a line ("> [!NOTE]", "| E21 |") do not turn it.
    """
    return [
        Change(
            name,
            [
                (_direction(line, language), line)
                for line in _lines(before.get(name, ""), after.get(name, ""))
            ],
        )
        for name in FIELDS
        if before.get(name, "") != after.get(name, "")
    ]


def _direction(line: list[Piece], language: str) -> Direction:
    return direction_in("".join(piece.text for piece in line), language)


def _lines(before: str, after: str) -> Iterator[list[Piece]]:
    old, new = before.split("\n"), after.split("\n")
    if len(old) + len(new) > _MOST_LINES:
        yield from ([Piece("del", line)] for line in old)
        yield from ([Piece("ins", line)] for line in new)
        return
    # In long texts, lines that come again and again, such as empty ones, do not count as a place to meet.
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield from ([Piece("same", line)] for line in new[c:d])
            continue
        both = min(b - a, d - c)
        yield from (list(_pieces(old[a + n], new[c + n])) for n in range(both))
        yield from ([Piece("del", line)] for line in old[a + both : b])
        yield from ([Piece("ins", line)] for line in new[c + both : d])


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        yield from (Piece("del", old), Piece("ins", new))
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(after[c:d]))
            continue
        if b > a:
            yield Piece("del", "".join(before[a:b]))
        if d > c:
            yield Piece("ins", "".join(after[c:d]))

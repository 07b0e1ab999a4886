"""Hebrew: a word without the particles before it, and without the endings that it may have.

Works on search keys with plain spelling (one י for יי, one ו for וו), where final letters are as all others. Endings are
those of number and gender and those that say whose it is. What is an ending in one word is part of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SHORTEST_REST = 3

_PREFIX = re.compile("ו?(?:לכש|כש|מש|ש)?(?:מה|[הבכלמ])?")
_OWNED_SEVERAL = ("ותיהמ", "ותיהנ", "ותיכמ", "ותינו", "ותיו", "ותיה", "ותיכ", "ותי")
_SEVERAL = ("יות", "אות", "ות", "ימ")
_ONE = ("ת", "ה", "א", "י")
_OWNED = ("יהמ", "יהנ", "ינו", "יכמ", "יו", "יה", "תנו", "תכמ", "תו", "תה", "תמ", "תנ", "נו", "כמ", "ו")
_OWNED_RARE = ("מ", "נ")
"""Endings that words often have of themselves: one letter more has to stay."""
_OF_SHORT = ("תימ", "תנו", "תי", "תו", "תמ", "ות", "ימ", "ת")
"""Before these a word of three letters has lost its ה: שעה, שעות and שעתיים, שנה, שנים and שנתו."""


def stems(key: str) -> Iterator[str]:
    """The word, then without each run of particles; and short words with the ה that their endings take."""
    words = _without_particles(key)
    yield from words
    for word in words:
        for ending in _OF_SHORT if word.endswith(_OF_SHORT) else ():
            if word.endswith(ending) and len(word) - len(ending) == SHORTEST_REST - 1:
                yield word.removesuffix(ending) + "ה"


def rests(key: str) -> Iterator[str]:
    """What its endings leave of each of them; some come twice."""
    for word in _without_particles(key):
        sure = _cuts(word, _OWNED_SEVERAL) or _cuts(word, _SEVERAL)
        yield from sure or _cuts(word, _ONE) + _cuts(word, _OWNED) + _cuts(word, _OWNED_RARE, 1)


def _without_particles(key: str) -> list[str]:
    longest = _PREFIX.match(key)
    return [
        key[length:]
        for length in range((longest.end() if longest else 0) + 1)
        if len(key) - length >= SHORTEST_REST and _PREFIX.fullmatch(key[:length])
    ] or [key]


def _cuts(word: str, endings: tuple[str, ...], more: int = 0) -> list[str]:
    if not word.endswith(endings):
        return []
    return [
        word.removesuffix(ending)
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_REST + more
    ]

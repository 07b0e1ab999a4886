"""Polish: the stem that the sounds of the language hide from a stemmer.

Declension changes the last consonant of many stems (drukarka, drukarce; serwer, serwerze; klient, klienci; usługa,
usłudze), drops an e (budynek, budynku) or changes a vowel (błąd, błędu; świat, świecie), and a stemmer that only cuts
endings leaves several stems. They become one here, by the same rule for every word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from divan.core.l10n.folding import fold

_SHORTEST = 4
"""What the sounds are changed of has at least so many letters."""
_TOO_SHORT, _TOO_MUCH = 3, 3
"""A stemmer that leaves so few letters and takes so many ("dz" of "działa") took a part of the word."""

_MISTAKEN = re.compile(r"(?:mies|tys)i[ąę]c|.*cie$")
"""Nouns that look like verbs to a stemmer: miesiąc, internecie."""
_NASAL = str.maketrans("ą", "ę")
_ENDING = re.compile(r"(?:ami|ach|owi|amy|asz|[aeo]m|i?[aeyuoęą]|i)$")
_INFINITIVE, _PAST = re.compile(r"(?<=...)[iy][cć]$"), re.compile(r"(?<=...)[iy][lł]$")
_SOUNDS = (
    ("i", re.compile(r"i$"), ""),
    ("j", re.compile(r"uj$"), "ow"),  # drukuje, drukował
    ("z", re.compile(r"(?<=r)z$"), ""),
    ("zct", re.compile(r"(?:cz|[ct])$"), "k"),
    ("zg", re.compile(r"(?:dz|g)$"), "d"),
    ("klnr", re.compile(r"(?<=..[^aeiouy])i?e(?=.$)"), ""),
    ("bcdfghjklmnprstwz", re.compile(r"ia(?=[^aeiouy]{1,2}$)"), "ie"),
)
"""The last letters of a stem that is changed, what is changed, and into what."""


def forms(word: str, key: str, stem: Callable[[str], str]) -> Iterator[str]:
    """The stems of a word in small letters and of its key, which is the word as typed without marks."""
    yield _sounds(fold(_stem(word, stem).translate(_NASAL)))
    if key != word:
        yield _sounds(_stem(key, stem))


def _stem(word: str, stem: Callable[[str], str]) -> str:
    rest = stem(word)
    if _MISTAKEN.match(word) or (len(rest) <= _TOO_SHORT and len(word) - len(rest) >= _TOO_MUCH):
        rest = _ENDING.sub("", word)
    return (_INFINITIVE if word.endswith("ć") else _PAST).sub("", rest)


def _sounds(stem: str) -> str:
    for last, pattern, instead in _SOUNDS:
        if len(stem) >= _SHORTEST and stem[-1] in last:
            stem = pattern.sub(instead, stem, count=1)
    return stem

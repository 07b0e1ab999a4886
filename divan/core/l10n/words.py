"""Words of a text and the forms under which each is indexed and sought.

The same forms are made on both sides, so that any inflection finds any other. In a list of forms the
word itself comes first, then stems, then what is left without affixes: the order of their worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from .casing import lower
from .folding import fold, plain

ZWNJ = "\u200c"
SHORTEST_REST = 3
"""An affix is cut only where at least this many letters stay."""

_WORD = re.compile(rf"[^\W_]+(?:['{ZWNJ}]+[^\W_]+)*")
_ALGORITHMS = {"en": "english", "tr": "turkish", "pl": "polish"}

_HEBREW_PREFIX = re.compile("ו?(?:לכש|כש|מש|ש)?(?:מה|[הבכלמ])?")
_HEBREW_LONG_ENDINGS = ("יות", "אות", "ות", "ימ")
_HEBREW_SHORT_ENDINGS = ("ת", "ה", "א", "י")
_PERSIAN_ENDINGS = ("هایی", "های", "ها", "ات", "ان", "ی")
_PERSIAN_PARTICLES = frozenset({"های", "هایی", "هایم", "هایش", "ترین", "اند", "ایم"})
"""What a ZWNJ ties to a word and nobody looks for; shorter parts are never sought alone."""


class Term(NamedTuple):
    """One word of a query."""

    forms: tuple[str, ...]
    """Any of these in the index finds the word."""
    parts: tuple[tuple[str, ...], ...]
    """So do all parts of a compound, each in any of its forms."""


def tokens(text: str, language: str) -> list[str]:
    """The words of `text`, in order, marks removed; compounds keep the ZWNJ that ties them."""
    found = _WORD.findall(plain(text))
    if language == "tr":
        return [word.split("'", 1)[0] for word in found]  # the suffix of a name follows its apostrophe
    return [word.replace("'", "") for word in found]


@lru_cache(maxsize=65536)
def word_forms(word: str, language: str) -> tuple[str, ...]:
    """The forms of one word without ZWNJ, the exact one first."""
    key = fold(word)
    if language in _ALGORITHMS:
        stem = _stemmer(language).stemWord
        forms = [key, fold(stem(lower(word, language))), stem(key)]
    elif language == "he":
        forms = list(_hebrew_forms(key.replace("יי", "י").replace("וו", "ו")))
    elif language == "fa":
        forms = [key, *_persian_forms(key)]
    else:
        forms = [key]
    return tuple(dict.fromkeys(form for form in forms if form))


def index_forms(text: str, language: str) -> list[str]:
    """All forms of all words of `text`, in order and with repetitions, for an index column."""
    return [
        form
        for token in tokens(text, language)
        for word in dict.fromkeys((token.replace(ZWNJ, ""), *token.split(ZWNJ)))
        for form in word_forms(word, language)
    ]


def query_terms(query: str, language: str) -> list[Term]:
    """The words that a text must contain, each as its alternatives."""
    return [_term(token, language) for token in tokens(query, language)]


def matches(query: str, text: str, language: str) -> bool:
    """Whether every word of `query` is in `text`, both in that language; an empty query never is."""
    index = set(index_forms(text, language))
    terms = query_terms(query, language)
    return bool(terms) and all(_found(term, index) for term in terms)


def _term(token: str, language: str) -> Term:
    parts = [part for part in token.split(ZWNJ) if ZWNJ in token and _sought_alone(part)]
    return Term(
        word_forms(token.replace(ZWNJ, ""), language),
        tuple(word_forms(part, language) for part in parts),
    )


def _found(term: Term, index: set[str]) -> bool:
    if not index.isdisjoint(term.forms):
        return True
    return bool(term.parts) and all(not index.isdisjoint(part) for part in term.parts)


def _sought_alone(part: str) -> bool:
    return len(part) >= SHORTEST_REST and fold(part) not in _PERSIAN_PARTICLES


def _hebrew_forms(word: str) -> Iterator[str]:
    """The word, then without each run of prefixes, then all of those without an ending."""
    longest = _HEBREW_PREFIX.match(word)
    longest_length = longest.end() if longest else 0
    bases = [
        word[length:]
        for length in range(longest_length + 1)
        if len(word) - length >= SHORTEST_REST and _HEBREW_PREFIX.fullmatch(word[:length])
    ] or [word]
    yield from bases
    for base in bases:
        yield from _without_hebrew_ending(base)


def _without_hebrew_ending(word: str) -> list[str]:
    endings = [ending for ending in _HEBREW_LONG_ENDINGS if _leaves_enough(word, ending)]
    endings = endings or [ending for ending in _HEBREW_SHORT_ENDINGS if _leaves_enough(word, ending)]
    return [word.removesuffix(ending) for ending in endings]


def _persian_forms(word: str) -> list[str]:
    ending = next((ending for ending in _PERSIAN_ENDINGS if _leaves_enough(word, ending)), "")
    return [word.removesuffix(ending)] if ending else []


def _leaves_enough(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= SHORTEST_REST


@lru_cache(maxsize=len(_ALGORITHMS))
def _stemmer(language: str) -> Any:
    return import_module("Stemmer").Stemmer(_ALGORITHMS[language])

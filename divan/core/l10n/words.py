"""Words of a text and the forms under which each is indexed and sought.

The same forms are made on both sides, so that any inflection finds any other. In a list of forms the
word itself comes first, then stems, then what is left without affixes: the order of their worth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from .casing import lower
from .folding import fold, plain
from .inflection import hebrew, persian, polish, turkish

ZWNJ = "\u200c"
SHORTEST_REST = 3
"""No shorter part of a word is sought."""

_WORD = re.compile(rf"[^\W_]+(?:['{ZWNJ}]+[^\W_]+)*")
_ALGORITHMS = {"en": "english", "pl": "polish"}

_PERSIAN_PARTICLES = frozenset({"ترین", "اند", "ایم", "مان", "تان", "شان"})
"""What a ZWNJ ties to a word and nobody looks for."""


class Forms(NamedTuple):
    """The forms of one word, by their worth."""

    word: str
    stems: tuple[str, ...] = ()
    """What surely is the same word."""
    rests: tuple[str, ...] = ()
    """What is left without endings that may be part of the word."""

    @property
    def all(self) -> tuple[str, ...]:
        """Each once, the word itself first."""
        return (self.word, *self.stems, *self.rests)


class Term(NamedTuple):
    """One word of a query."""

    forms: Forms
    """Any of these in the index finds the word."""
    parts: tuple[Forms, ...]
    """So do all parts of a compound, each in any of its forms."""


def tokens(text: str, language: str) -> list[str]:
    """The words of `text`, in order, marks removed; compounds keep the ZWNJ that ties them."""
    found = _WORD.findall(plain(text))
    if language == "tr":
        return [word.split("'", 1)[0] for word in found]  # the suffix of a name follows its apostrophe
    return [word.replace("'", "") for word in found]


@lru_cache(maxsize=65536)
def graded_forms(word: str, language: str) -> Forms:
    """The forms of one word without ZWNJ. A word never has no form; one of an unknown language has one."""
    key = fold(word)
    stems: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    if language == "tr":
        stems = tuple(turkish.forms(key))
    elif language == "he":
        key = key.replace("יי", "י").replace("וו", "ו")
        stems, rests = tuple(hebrew.stems(key)), tuple(hebrew.rests(key))
    elif language == "fa":
        rests = tuple(persian.forms(key))
    elif language == "pl":
        stems = tuple(polish.forms(lower(word, language), key, _stemmer(language)))
    elif language == "en":
        stem = _stemmer(language)
        stems = (fold(stem(lower(word, language))), stem(key))
    seen = {key, ""}
    return Forms(key, _new(stems, seen), _new(rests, seen))


def word_forms(word: str, language: str) -> tuple[str, ...]:
    """All forms of one word without ZWNJ, the exact one first."""
    return graded_forms(word, language).all


def pieces(token: str) -> tuple[str, ...]:
    """What is indexed of a token: the whole without ZWNJ and, of a compound, its parts."""
    whole = token.replace(ZWNJ, "")
    return tuple(dict.fromkeys((whole, *_parts(token))))


def index_forms(text: str, language: str) -> list[str]:
    """All forms of all words of `text`, in order and with repetitions, for an index column."""
    return [
        form
        for token in tokens(text, language)
        for word in pieces(token)
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
    parts = _parts(token)
    sought = [part for part in parts if len(parts) > 1 and _is_sought_alone(part)]
    return Term(
        graded_forms(token.replace(ZWNJ, ""), language),
        tuple(graded_forms(part, language) for part in sought),
    )


def _found(term: Term, index: set[str]) -> bool:
    if not index.isdisjoint(term.forms.all):
        return True
    return bool(term.parts) and all(not index.isdisjoint(part.all) for part in term.parts)


def _parts(token: str) -> list[str]:
    """The parts of a compound; an ending of number belongs to the part before it."""
    parts: list[str] = []
    for part in token.split(ZWNJ):
        if parts and persian.is_plural_ending(fold(part)):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _is_sought_alone(part: str) -> bool:
    return len(part) >= SHORTEST_REST and fold(part) not in _PERSIAN_PARTICLES


def _new(forms: tuple[str, ...], seen: set[str]) -> tuple[str, ...]:
    """The forms that have not been seen, each once."""
    found = tuple(dict.fromkeys(form for form in forms if form not in seen))
    seen.update(found)
    return found


@lru_cache(maxsize=len(_ALGORITHMS))
def _stemmer(language: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = import_module("Stemmer").Stemmer(_ALGORITHMS[language]).stemWord
    return stem

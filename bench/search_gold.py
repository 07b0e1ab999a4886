"""What a search should find: texts of the corpus, queries, and the texts that are right for each.

By lemmas: every surface form of a noun or a name is a query, and right are the sentences in which a treebank says
that a word of the same lemma stands. By verbs: the same with the forms of verbs. By translations: for common English words of help desks the word that goes
with them most closely is a query, and right are the strings whose English holds a form of the English word; translators
use synonyms, so what nothing could find counts neither way.

A case belongs to one of two halves, told by its lemma or English word. The rules for word forms were made with
the words of half "a".
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from divan.core.l10n.casing import lower

HALVES = ("a", "b")

_NOUNS = frozenset({"NOUN", "PROPN"})
_NOMINAL = _NOUNS | {"ADJ", "NUM"}
"""The inflections of a noun: a verb of the same lemma ("play" and "a play") is neither right nor wrong."""
_VERBS = frozenset({"VERB"})
_VERBAL = _VERBS | {"AUX"}
_FEWEST, _MOST = 3, 60
"""Lemmas in fewer sentences say little; those in more are function words."""
_SHORTEST = 3
_SHORTEST_ENGLISH, _FEWEST_STRINGS, _CLOSE, _QUERIES = 4, 8, 0.25, 60
_ONE_WORD = re.compile(r"[^\W\d_]{3,}(?:['’\u200c][^\W\d_]+)*")
_NAME = re.compile(r"['’].*")


@dataclass(frozen=True)
class Case:
    """A query, the places of the texts that it should find, and of those that count neither way."""

    query: str
    half: str
    right: frozenset[int]
    unjudged: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Gold:
    """Texts and cases. `pooled`: right is only what some way of searching could find."""

    texts: list[str]
    cases: list[Case]
    pooled: bool


def by_lemmas(folder: Path, language: str) -> Gold:
    """Sentences of a treebank, and every form of a noun or a name as a query."""
    return _by_treebank(folder, language, _NOUNS, _NOMINAL)


def by_verbs(folder: Path, language: str) -> Gold:
    """The same sentences, and every form of a verb as a query."""
    return _by_treebank(folder, language, _VERBS, _VERBAL)


def by_translations(folder: Path, language: str) -> Gold:
    """Strings of help desks; queries are the words that go with the commonest English words most closely."""
    rows = [row for row in _rows(folder / "ui_parallel.jsonl") if language != "en" and language in row]
    written = _places(row["en"].lower() for row in rows)
    english = _by_stem(written)
    other = _places(row[language] for row in rows)
    cases: list[Case] = []
    for stem in sorted(english, key=lambda stem: (-len(english[stem]), stem)):
        right = english[stem]
        if len(stem) < _SHORTEST_ENGLISH or len(right) < _FEWEST_STRINGS:
            continue
        closeness = {
            candidate: 2 * len(places & right) / (len(places) + len(right))
            for candidate, places in other.items()
            if len(candidate) >= _SHORTEST and candidate.lower() not in written
        }
        query = max(closeness, key=lambda candidate: (closeness[candidate], candidate), default="")
        if closeness.get(query, 0) >= _CLOSE:
            cases.append(Case(query, _half(stem), frozenset(right)))
        if len(cases) == _QUERIES:
            break
    return Gold([row[language] for row in rows], cases, pooled=True)


GOLD: dict[str, Callable[[Path, str], Gold]] = {
    "lemmas": by_lemmas,
    "verbs": by_verbs,
    "translations": by_translations,
}


def _by_treebank(folder: Path, language: str, asked: frozenset[str], right: frozenset[str]) -> Gold:
    """`asked` are the kinds of word whose forms are queries, `right` those that count as their inflections."""
    texts: list[str] = []
    places: dict[str, set[int]] = defaultdict(set)
    other: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "sentences_lemmas.jsonl"):
        if row["lang"] != language:
            continue
        for form, lemma, tag in row["tok"]:
            main = _main_part(lemma, language)
            if len(main) >= _SHORTEST:
                (places if tag in right else other)[main].add(len(texts))
                if tag in asked and _ONE_WORD.fullmatch(form):
                    forms[main].add(form)
        texts.append(row["text"])
    cases = [
        Case(form, _half(lemma), frozenset(places[lemma]), frozenset(other[lemma] - places[lemma]))
        for lemma in sorted(forms)
        if _FEWEST <= len(places[lemma]) <= _MOST
        for form in sorted(forms[lemma])
    ]
    return Gold(texts, cases, pooled=False)


def _main_part(lemma: str, language: str) -> str:
    """The word itself in a lemma of several parts (a Hebrew prefix, a Turkish suffix)."""
    return lower(_NAME.sub("", max(lemma.split("+"), key=len)), language)


def _by_stem(places: dict[str, set[int]]) -> dict[str, set[int]]:
    """Where any form of an English word stands: "created" is as right for "create" as its translation is."""
    stemmer = import_module("Stemmer").Stemmer("english")
    found: dict[str, set[int]] = defaultdict(set)
    for word, where in places.items():
        found[stemmer.stemWord(word)] |= where
    return found


def _half(word: str) -> str:
    return HALVES[zlib.crc32(word.encode()) % 2]


def _places(texts: Iterable[str]) -> dict[str, set[int]]:
    """Where each word stands."""
    places: dict[str, set[int]] = defaultdict(set)
    for place, text in enumerate(texts):
        for word in re.findall(r"[^\W\d_]+", text):
            places[word].add(place)
    return places


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)

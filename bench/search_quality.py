"""`bin/bench search --quality`: precision and recall of word forms against exact match, on real sentences.

Two ways of saying what a search should have found. By lemmas: every surface form of a noun or a name is
a query, and right are the sentences that a treebank says hold a word of the same lemma. By translations: for
common English words of help desks the word that goes with them most closely is a query, and right are the strings
whose English holds the English word; recall is measured over what exact match, forms or a search within words
find, because translators use synonyms.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

LANGUAGES = ("en", "tr", "he", "fa", "pl")
_TAGS = {"NOUN", "PROPN"}
_FEWEST, _MOST = 3, 60
"""Lemmas in fewer sentences say little; those in more are function words."""
_SHORTEST = 3
_SHORTEST_ENGLISH, _FEWEST_STRINGS, _CLOSE, _QUERIES = 4, 8, 0.25, 60
_HEAD = (
    f"{'gold':<12} {'language':<8} {'queries':>7} {'texts':>6}   "
    f"{'exact P':>7} {'exact R':>7}   {'forms P':>7} {'forms R':>7}   {'F1':>5}"
)


@dataclass(frozen=True)
class Case:
    """A query and the places of the texts that it should find."""

    query: str
    right: frozenset[int]


@dataclass
class Score:
    """Mean precision and recall over queries; a query that finds nothing has no precision."""

    precisions: list[float]
    recalls: list[float]

    def add(self, found: set[int], right: set[int]) -> None:
        if found:
            self.precisions.append(len(found & right) / len(found))
        self.recalls.append(len(found & right) / len(right))

    @property
    def precision(self) -> float:
        return sum(self.precisions) / max(1, len(self.precisions))

    @property
    def recall(self) -> float:
        return sum(self.recalls) / max(1, len(self.recalls))


def main(corpus: Path) -> int:
    """Print the table; says so, and fails, where the corpus is not there."""
    folder = corpus / "text"
    if not folder.is_dir():
        print(f"There is no corpus in {corpus}: search quality was not measured.")
        return 1
    if not settings.configured:
        settings.configure(USE_I18N=False, INSTALLED_APPS=[], DATABASES={})
        django.setup()
    print(_HEAD)
    for gold, cases_of in (("lemmas", _by_lemmas), ("translations", _by_translations)):
        for language in LANGUAGES:
            texts, cases = cases_of(folder, language)
            if cases:
                print(_measured(gold, language, texts, cases, pooled=gold == "translations"))
    return 0


def _measured(gold: str, language: str, texts: list[str], cases: list[Case], *, pooled: bool) -> str:
    from divan.core.l10n.folding import fold  # noqa: PLC0415 - settings are configured only now
    from divan.search.documents import Document, Passage  # noqa: PLC0415
    from divan.search.normaliser import read, sought  # noqa: PLC0415

    kept = [read(Document(0, public=(Passage(text),))) for text in texts]
    holding: dict[str, set[int]] = defaultdict(set)
    written: dict[str, set[int]] = defaultdict(set)
    for place, reading in enumerate(kept):
        for form in reading.forms:
            holding[form].add(place)
        for word in reading.words:
            written[word].add(place)
    folded = [fold(text) for text in texts]
    exact, forms = Score([], []), Score([], [])
    for case in cases:
        terms = sought(case.query)
        by_word = _all(written[term.word] for term in terms)
        by_form = _all(_found(term, holding) for term in terms)
        right = set(case.right)
        if pooled:
            within = {place for place, text in enumerate(folded) if fold(case.query) in text}
            right &= by_word | by_form | within
        if right:
            exact.add(by_word, right)
            forms.add(by_form, right)
    both = 2 * forms.precision * forms.recall / max(1e-9, forms.precision + forms.recall)
    return (
        f"{gold:<12} {language:<8} {len(forms.recalls):>7} {len(texts):>6}   {exact.precision:>7.2f} "
        f"{exact.recall:>7.2f}   {forms.precision:>7.2f} {forms.recall:>7.2f}   {both:>5.2f}"
    )


def _found(term: Any, holding: dict[str, set[int]]) -> set[int]:
    """What any form of a word finds, compounds included."""
    found: set[int] = set()
    for form in (*term.exact, *term.stems, *term.affixes):
        found |= holding.get(form, set())
    for parts in term.compounds:
        found |= _all(set().union(*(holding.get(form, set()) for form in part)) for part in parts)
    return found


def _all(sets: Iterable[set[int]]) -> set[int]:
    every = list(sets)
    return set.intersection(*every) if every else set()


def _by_lemmas(folder: Path, language: str) -> tuple[list[str], list[Case]]:
    """Sentences of a treebank, and every form of a lemma as a query."""
    texts: list[str] = []
    places: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "sentences_lemmas.jsonl"):
        if row["lang"] != language:
            continue
        for form, lemma, tag in row["tok"]:
            main = _main_part(lemma, form)
            if len(main) >= _SHORTEST:
                places[main].add(len(texts))
                if tag in _TAGS:
                    forms[main].add(form)
        texts.append(row["text"])
    cases = [
        Case(form, frozenset(places[lemma]))
        for lemma in sorted(forms)
        if _FEWEST <= len(places[lemma]) <= _MOST
        for form in sorted(forms[lemma])
    ]
    return texts, cases


def _main_part(lemma: str, form: str) -> str:
    """The word itself in a lemma of several parts (a Hebrew prefix, a Turkish suffix)."""
    parts = lemma.split("+")
    return max(parts, key=len).lower() if form else ""


def _by_translations(folder: Path, language: str) -> tuple[list[str], list[Case]]:
    """Strings of help desks; queries are the words that go with the commonest English words most closely."""
    rows = [row for row in _rows(folder / "ui_parallel.jsonl") if language != "en" and language in row]
    english = _places(row["en"].lower() for row in rows)
    other = _places(row[language] for row in rows)
    cases = []
    for word in sorted(english, key=lambda word: (-len(english[word]), word)):
        right = english[word] | english.get(f"{word}s", set())
        if len(word) < _SHORTEST_ENGLISH or word.endswith("s") or len(right) < _FEWEST_STRINGS:
            continue
        closeness = {
            candidate: 2 * len(places & right) / (len(places) + len(right))
            for candidate, places in other.items()
            if len(candidate) >= _SHORTEST and candidate.lower() not in english
        }
        query = max(closeness, key=lambda candidate: (closeness[candidate], candidate), default="")
        if closeness.get(query, 0) >= _CLOSE:
            cases.append(Case(query, frozenset(right)))
        if len(cases) == _QUERIES:
            break
    return [row[language] for row in rows], cases


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

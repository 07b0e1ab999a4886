"""`bin/bench search --quality`: precision and recall of word forms against exact match, on real sentences.

What is right is told by `bench.search_gold`. P and R are means over the queries; P10 is the precision of the first ten
results in the order of the search (the word itself, its stems, the rest), as it is to be expected where several are
worth the same. "added" is the precision of what only the forms find: where it is as high as that of exact match, the
loss is the gold's own, whose translators chose another word or whose treebank another lemma.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from bench.search_gold import GOLD, HALVES, Case, Gold

LANGUAGES = ("en", "tr", "he", "fa", "pl")
_FIRST = 10
_HEAD = (
    f"{'gold':<12} {'half':<4} {'language':<8} {'queries':>7}   {'exact P':>7} {'R':>5} {'P10':>5}   "
    f"{'forms P':>7} {'R':>5} {'P10':>5}   {'F1':>5} {'P/exact':>7} {'added':>5}"
)


@dataclass
class Score:
    """Means over queries; a query that finds nothing has no precision."""

    precisions: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)

    def add(self, tiers: Sequence[set[int]], right: set[int], unjudged: frozenset[int]) -> None:
        """Count one query: what it found, the best first, each in one tier only."""
        judged = [tier - unjudged for tier in tiers]
        found = set[int]().union(*judged)
        if found:
            self.precisions.append(len(found & right) / len(found))
            self.firsts.append(_precision_of_first(judged, right))
        if right:
            self.recalls.append(len(found & right) / len(right))

    @property
    def precision(self) -> float:
        return _mean(self.precisions)

    @property
    def recall(self) -> float:
        return _mean(self.recalls)


@dataclass
class Measured:
    """The scores of one language, gold and half."""

    exact: Score = field(default_factory=Score)
    forms: Score = field(default_factory=Score)
    added: Score = field(default_factory=Score)


class Index:
    """Which texts hold which word and which form, and what making it cost."""

    def __init__(self, texts: Sequence[str]) -> None:
        from divan.core.l10n.folding import fold  # noqa: PLC0415 - settings are configured only now
        from divan.search.documents import Document, Passage  # noqa: PLC0415
        from divan.search.normaliser import read  # noqa: PLC0415

        self.folded = [fold(text) for text in texts]
        self.forms: dict[str, set[int]] = defaultdict(set)
        self.words: dict[str, set[int]] = defaultdict(set)
        begun = time.process_time()
        kept = [read(Document(0, public=(Passage(text),))) for text in texts]
        self.seconds = time.process_time() - begun
        for place, reading in enumerate(kept):
            for form in reading.forms:
                self.forms[form].add(place)
            for word in reading.words:
                self.words[word].add(place)
        self.rows = sum(map(len, self.forms.values()))
        self.tokens = sum(map(len, self.words.values()))

    def tiers(self, query: str) -> tuple[set[int], list[set[int]]]:
        """What the words themselves find, and what their forms find, the best first, each once."""
        from divan.search.normaliser import sought  # noqa: PLC0415

        terms = sought(query)
        by_word = _all(self.words.get(term.word, set()) for term in terms)
        wide = [_all(self._found(term, reach) for term in terms) for reach in range(3)]
        return by_word, [wide[0], wide[1] - wide[0], wide[2] - wide[1] - wide[0]]

    def _found(self, term: Any, reach: int) -> set[int]:
        groups = (term.exact, term.stems, term.affixes)[: reach + 1]
        found = self._any(form for group in groups for form in group)
        for parts in term.compounds if reach == 2 else ():
            found |= _all(self._any(part) for part in parts)
        return found

    def _any(self, forms: Iterable[str]) -> set[int]:
        return set[int]().union(*(self.forms.get(form, set()) for form in forms))


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
    cost = []
    for name, gold_of in GOLD.items():
        for language in LANGUAGES:
            gold = gold_of(folder, language)
            if not gold.cases:
                continue
            index = Index(gold.texts)
            for half in HALVES:
                print(_line(name, half, language, measure(gold, index, half)), flush=True)
            cost.append(
                f"{name:<12} {language:<8} {index.rows / index.tokens:>16.2f} "
                f"{index.tokens / max(1e-9, index.seconds):>12,.0f}"
            )
    print(f"\n{'gold':<12} {'language':<8} {'forms of a word':>16} {'words/s':>12}")
    print(*cost, sep="\n")
    return 0


def measure(gold: Gold, index: Index, half: str) -> Measured:
    """Ask all queries of a half."""
    found = Measured()
    for case in gold.cases:
        if case.half == half:
            _ask(case, gold, index, found)
    return found


def _ask(case: Case, gold: Gold, index: Index, found: Measured) -> None:
    from divan.core.l10n.folding import fold  # noqa: PLC0415

    by_word, tiers = index.tiers(case.query)
    right = set(case.right)
    if gold.pooled:
        key = fold(case.query)
        right &= by_word.union(*tiers) | {place for place, text in enumerate(index.folded) if key in text}
    if right:
        found.exact.add([by_word], right, case.unjudged)
        found.forms.add(tiers, right, case.unjudged)
        found.added.add([set[int]().union(*tiers) - by_word], right - by_word, case.unjudged)


def _line(name: str, half: str, language: str, found: Measured) -> str:
    exact, forms = found.exact, found.forms
    both = 2 * forms.precision * forms.recall / max(1e-9, forms.precision + forms.recall)
    return (
        f"{name:<12} {half:<4} {language:<8} {len(forms.recalls):>7}   "
        f"{exact.precision:>7.2f} {exact.recall:>5.2f} {_mean(exact.firsts):>5.2f}   "
        f"{forms.precision:>7.2f} {forms.recall:>5.2f} {_mean(forms.firsts):>5.2f}   "
        f"{both:>5.2f} {forms.precision / max(1e-9, exact.precision):>7.2f} {found.added.precision:>5.2f}"
    )


def _precision_of_first(tiers: Sequence[set[int]], right: set[int]) -> float:
    """Expected share of right ones among the first ten, any order within a tier being as likely."""
    left, good = _FIRST, 0.0
    for tier in tiers:
        taken = min(left, len(tier))
        if taken:
            good += taken * len(tier & right) / len(tier)
            left -= taken
    return good / (_FIRST - left)


def _all(sets: Iterable[set[int]]) -> set[int]:
    every = list(sets)
    return set.intersection(*every) if every else set()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))

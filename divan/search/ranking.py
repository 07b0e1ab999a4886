"""Which documents match a question, and in which order: exact before stem before affix, subjects before bodies.

What is newer gains a little. Only the newest matches are ranked; the cost of a common word ends there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from divan.search import known_words
from divan.search.engines import engine
from divan.search.expressions import (
    AFFIX,
    EXACT,
    IN_ALL,
    IN_PUBLIC,
    IN_SUBJECT,
    STEM,
    AllOf,
    Expression,
    Zone,
    any_of,
    of_term,
)
from divan.search.identifiers import serial_of
from divan.search.normaliser import FACET, Term, sought

RANKED = 400
"""So many of the newest matches are ranked."""

MOST_WORDS = 12
RECENCY = 20.0
"""Points that the newest match has over the very first document ever indexed."""

# How much it is worth where and in which form the words were found.
_POINTS = (
    (100.0, IN_SUBJECT, EXACT),
    (88.0, IN_SUBJECT, STEM),
    (80.0, IN_SUBJECT, AFFIX),
    (70.0, None, EXACT),
    (58.0, None, STEM),
    (50.0, None, AFFIX),
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `languages` are the reader's, the first one first.

    All `words` must be there, in any form; `phrases` word by word as they are; nothing of `without`. With
    `is_typing` the last word may go on. `facets` are words of the kind's documents (see `Document.facets`) that
    all have to be there: they make a filter quick that leaves few of many matches, beside the filter itself.
    """

    words: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    is_typing: bool = False
    languages: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query made ready: its terms, those that must not be there, and the facets that must."""

    terms: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    facets: tuple[str, ...] = ()

    def tiers(
        self, *, reads_internal: bool, facets: tuple[str, ...] | None
    ) -> list[tuple[float, Expression]]:
        """Points and expression, the best first; the last one finds everything that matches."""
        body = IN_ALL if reads_internal else IN_PUBLIC
        narrowing = [] if facets is None else [any_of(FACET + facet for facet in facets)]
        narrowing += [FACET + facet for facet in self.facets]
        without = tuple(of_term(term, body, STEM) for term in self.unwanted)
        found: dict[Expression, float] = {}
        for points, zone, reach in _POINTS:
            expression = AllOf((*self._wanted(zone or body, reach), *narrowing), without)
            found.setdefault(expression, points)
        return [(points, expression) for expression, points in found.items()]

    def _wanted(self, zone: Zone, reach: int) -> list[Expression]:
        return [of_term(term, zone, reach) for term in self.terms]


def question_of(query: Query) -> Question | None:
    """The question that a query asks; None if it names no word to look for."""
    terms = sought(query.words, query.languages)[:MOST_WORDS]
    if query.is_typing and terms and query.words[-1:].isalnum():
        terms[-1] = _unfinished(terms[-1])
    for phrase in query.phrases:
        terms += [as_written(term) for term in sought(phrase, query.languages)]
    wanted = [term for term in terms if not term.is_stop] or terms
    unwanted = [term for text in query.without for term in sought(text, query.languages)]
    return Question(tuple(wanted), tuple(unwanted), query.facets) if wanted else None


def as_written(term: Term) -> Term:
    """The term as a word of a phrase: only as it is written."""
    return term._replace(stems=(), affixes=(), compounds=())


def best(tiers: Sequence[tuple[float, Expression]], low: int, high: int) -> tuple[dict[int, float], int]:
    """Document id: points, for the newest matches from `low` to `high`, and where the next search may go on.

    That is the oldest id among as many matches as are ranked; 0 when there are no more matches.
    """
    found = engine()
    lowest, widest = tiers[-1]
    matches = found.matching(widest, low, found.newest(low, high), RANKED)
    points = dict.fromkeys(matches, lowest)
    is_capped = len(matches) == RANKED
    if matches:
        newest, oldest = matches[0], low if is_capped else matches[-1]
        for worth, expression in reversed(tiers[:-1]):
            better = found.matching(expression, oldest, newest, RANKED, few=not is_capped)
            points.update(dict.fromkeys(better, worth))
    return _with_recency(points), matches[-1] if is_capped else 0


def best_among(tiers: Sequence[tuple[float, Expression]], ids: Collection[int]) -> dict[int, float]:
    """The same for a few given documents."""
    points: dict[int, float] = {}
    for worth, expression in reversed(tiers):
        points.update(dict.fromkeys(engine().among(expression, ids), worth))
    return _with_recency(points)


def _with_recency(points: dict[int, float]) -> dict[int, float]:
    newest = max(map(serial_of, points), default=1)
    return {one: round(worth + RECENCY * serial_of(one) / newest, 6) for one, worth in points.items()}


def _unfinished(term: Term) -> Term:
    """The term with all known words that begin like it."""
    beginning = term.exact[0]
    if len(beginning) < known_words.SHORTEST - 1:
        return term
    longer = tuple(known_words.completions(beginning))
    return term._replace(affixes=tuple(dict.fromkeys((*term.affixes, *longer))), is_stop=False)

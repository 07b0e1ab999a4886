"""Which documents match a question, and in which order: exact before stem before affix, subjects before bodies.

What is newer gains a little. Only the newest matches are ranked; the cost of a common word ends there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from divan.search import known_words
from divan.search.engines import engine
from divan.search.engines.asking import Asked
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


Tiers = Sequence[tuple[float, Expression]]
"""Points and what has to match for them, the best first; the last one finds everything that matches."""
Scored = tuple[float, int]
"""Score and id of a document; the best have the greatest."""


class Recency(NamedTuple):
    """The oldest document of a kind, and what every document after it gains over the one before."""

    oldest: int
    a_document: float

    @classmethod
    def up_to(cls, newest: int) -> Recency:
        """Such that the newest document gains `RECENCY`. The same scale has to serve all pages of a search."""
        return cls(newest - serial_of(newest), RECENCY / max(serial_of(newest), 1))

    def of(self, document_id: int) -> float:
        """What a document gains."""
        return (document_id - self.oldest) * self.a_document


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

    def tiers(self, *, reads_internal: bool, facets: tuple[str, ...] | None) -> Tiers:
        """What is asked, in whatever the reader may read."""
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


def best(
    questions: Sequence[tuple[Tiers, int]], low: int, size: int, recent: Recency
) -> list[tuple[list[Scored], int]]:
    """For tiers and the newest document to look at: up to `size` of the newest matches, and where to go on.

    That is the oldest id among as many matches as were asked for; 0 when there are no more.
    """
    asked = [Asked(tuple(expression for _worth, expression in tiers), newest) for tiers, newest in questions]
    found = []
    for (tiers, _newest), ranked in zip(questions, engine().ranked(asked, low, size), strict=True):
        matches = ranked[-1]
        found.append((_scored(tiers, ranked, recent), matches[-1] if len(matches) == size else 0))
    return found


def best_among(tiers: Tiers, ids: Collection[int], recent: Recency) -> list[Scored]:
    """The matches among a few given documents."""
    return _scored(tiers, engine().among([expression for _worth, expression in tiers], ids), recent)


def newest_matches(questions: Sequence[tuple[Expression, int]], low: int, size: int) -> list[list[int]]:
    """For what has to match and the newest document to look at: up to `size` matches, the newest first."""
    asked = [Asked((expression,), newest) for expression, newest in questions]
    return [ranked[-1] for ranked in engine().ranked(asked, low, size)]


def newest_matches_among(wanted: Expression, ids: Sequence[int], size: int) -> list[int]:
    """Up to `size` matches of a few thousand given documents; these and those the newest first."""
    return engine().newest_among(wanted, ids, size)


def _scored(tiers: Tiers, ranked: Sequence[Sequence[int]], recent: Recency) -> list[Scored]:
    points: dict[int, float] = {}
    for (worth, _expression), found in zip(reversed(tiers), reversed(ranked), strict=True):
        points.update(dict.fromkeys(found, worth))
    return [(worth + recent.of(one), one) for one, worth in points.items()]


def _unfinished(term: Term) -> Term:
    """The term with all known words that begin like it."""
    beginning = term.exact[0]
    if len(beginning) < known_words.SHORTEST - 1:
        return term
    longer = tuple(known_words.completions(beginning))
    return term._replace(affixes=tuple(dict.fromkeys((*term.affixes, *longer))), is_stop=False)

"""Documents about the same thing as a text: the more of its rare words they share, the nearer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.search import known_words
from divan.search.documents import Kind, View, document_kinds
from divan.search.engines import engine
from divan.search.engines.asking import Asked
from divan.search.engines.documents import newest_document, objects_of
from divan.search.expressions import AFFIX, IN_ALL, IN_PUBLIC, IN_SUBJECT, AllOf, any_of, of_term
from divan.search.finding import Hit
from divan.search.gating import visible
from divan.search.identifiers import first_of, last_of
from divan.search.normaliser import FACET, Term, sought

MOST_WORDS = 10
"""The rarest words of a text are looked up; more of them change little."""

_EACH = 200
_LONGEST_TEXT = 4000
_IN_SUBJECT = 0.6
_CHUNK = 60


def similar(
    text: str,
    *,
    actor: Actor,
    kind: str,
    languages: tuple[str, ...] = (),
    among: QuerySet[Any] | None = None,
    without: Collection[int] = (),
    limit: int = 5,
) -> list[Hit]:
    """Objects that the actor may see and that share words with `text`, the nearest first.

    `without` are ids of objects to leave out, the one the text is from for instance.
    """
    terms = _telling(text, languages)
    if not terms:
        return []
    found: list[Hit] = []
    known = document_kinds[kind]
    for view in known.views(actor):
        found += _nearest(terms, known, kind, view, among, set(without), limit)
    best: dict[int, Hit] = {}
    for hit in sorted(found, key=lambda hit: -hit.score):
        best.setdefault(hit.object_id, hit)
    return list(best.values())[:limit]


def _telling(text: str, languages: tuple[str, ...]) -> dict[Term, float]:
    """The rarest words of a text, each with its weight: the rarer, the heavier."""
    terms = [
        term for term in sought(text[:_LONGEST_TEXT], languages) if not term.is_stop and len(term.word) > 1
    ]
    counts = known_words.frequencies([term.word for term in terms])
    total = max([*counts.values(), 1000])
    weights = {term: math.log(1 + total / (1 + counts.get(term.word, 0))) for term in terms}
    rarest = sorted(weights, key=lambda term: -weights[term])[:MOST_WORDS]
    return {term: weights[term] for term in rarest}


def _nearest(
    terms: dict[Term, float],
    kind: Kind,
    name: str,
    view: View,
    among: QuerySet[Any] | None,
    without: set[int],
    limit: int,
) -> list[Hit]:
    scores = _scores(terms, kind, view)
    ranked = sorted(scores, key=lambda one: (-scores[one], -one))
    hits: list[Hit] = []
    for start in range(0, len(ranked), _CHUNK):
        chunk = ranked[start : start + _CHUNK]
        objects = objects_of(chunk)
        allowed = visible(view, list(objects.values()), among) - without
        hits += [
            Hit(name, objects[one], scores[one], view.reads_internal)
            for one in chunk
            if objects.get(one) in allowed
        ]
        if len(hits) >= limit:
            break
    return hits[:limit]


def _scores(terms: dict[Term, float], kind: Kind, view: View) -> dict[int, float]:
    """Document id: the weights of the words that it shares; a word in the subject counts more."""
    zone = IN_ALL if view.reads_internal else IN_PUBLIC
    narrowing = () if view.facets is None else (any_of(FACET + facet for facet in view.facets),)
    scores: dict[int, float] = defaultdict(float)
    low = first_of(kind.code)
    newest = newest_document(low, last_of(kind.code))
    asked = [
        Asked(tuple(AllOf((of_term(term, where, AFFIX), *narrowing)) for where in (IN_SUBJECT, zone)), newest)
        for term in terms
    ]
    for weight, (in_subject, anywhere) in zip(
        terms.values(), engine().ranked(asked, low, _EACH), strict=True
    ):
        for one in anywhere:
            scores[one] += weight
        for one in in_subject:
            scores[one] += weight * _IN_SUBJECT
    return scores

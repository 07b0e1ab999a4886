"""Finding documents as somebody may see them: every result has passed the gate of its slice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.search.ranking import Query, question_of
from divan.search.searching import Position, Search

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """A found object. `is_internal`: it was searched with its internal texts."""

    kind: str
    object_id: int
    score: float
    is_internal: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the best first. `after` is where the next page begins, empty at the end.

    `is_cut`: the end is not that of what matches, for of very many matches only the newest are looked at.
    """

    hits: tuple[Hit, ...]
    after: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are; `is_capped` when there may be more."""

    number: int
    is_capped: bool


def find(
    query: Query | str,
    *,
    actor: Actor,
    kind: str,
    among: QuerySet[Any] | None = None,
    limit: int = 50,
    after: str = "",
) -> Found:
    """A page of what the actor may see and the query matches; nothing for a query without words.

    `among` (a queryset of the kind's model) narrows it further: status, assignee, date and the like. It need
    not be gated. Thousands of ids narrow it as `OneOf`. `after` is the value of the page before.
    """
    asked = _asked(query)
    question = question_of(asked)
    if question is None:
        return Found(())
    search = Search(asked, question, actor, kind, among)
    position = _position(after)
    newest = position.newest if position else search.newest()
    found = list(islice(search.results(newest, position), limit + 1))
    hits = tuple(Hit(kind, one.object_id, one.scored[0], one.view.reads_internal) for one in found[:limit])
    if len(found) <= limit:
        return Found(hits, is_cut=search.is_cut)
    score, document_id = found[limit - 1].scored
    return Found(hits, f"{newest}_{score!r}_{document_id}")


def count(query: Query | str, *, actor: Actor, kind: str, among: QuerySet[Any] | None = None) -> Tally:
    """How many the actor would find, counted up to a thousand."""
    asked = _asked(query)
    question = question_of(asked)
    if question is None:
        return Tally(0, is_capped=False)
    number = Search(asked, question, actor, kind, among).number(MOST_COUNTED)
    return Tally(number, is_capped=number == MOST_COUNTED)


def _asked(query: Query | str) -> Query:
    return query if isinstance(query, Query) else Query(words=query)


def _position(after: str) -> Position | None:
    """None for what we did not write."""
    try:
        newest, score, document_id = after.split("_")
        return Position(int(newest), float(score), int(document_id))
    except ValueError:
        return None

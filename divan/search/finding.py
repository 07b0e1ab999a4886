"""Finding documents as somebody may see them: every result has passed the gate of its slice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.search import phrases
from divan.search.documents import Kind, View, document_kinds
from divan.search.identifiers import first_of, last_of
from divan.search.models import IndexedDocument
from divan.search.ranking import Query, Question, best, best_among, question_of

MOST_COUNTED = 1000
_FEW = 200
"""A filter that leaves at most so many objects is gone through object by object."""
_ROUNDS = 8
"""So many times older matches are looked at when the gate or a filter lets too few through."""
_CHUNK = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A found object. `is_internal`: it was searched with its internal texts."""

    kind: str
    object_id: int
    score: float
    is_internal: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the best first. `after` is where the next page begins, empty at the end."""

    hits: tuple[Hit, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are; `is_capped` when there may be more."""

    number: int
    is_capped: bool


class _Match(NamedTuple):
    """A matching document before the gate; the best have the greatest score."""

    score: float
    document_id: int
    view: View


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
    not be gated. `after` is the value of the page before.
    """
    asked = _asked(query)
    question = question_of(asked)
    if question is None:
        return Found(())
    position = _position(after)
    hits: list[tuple[_Match, Hit]] = []
    for match, hit in _gated(asked, question, actor, kind, among, position):
        hits.append((match, hit))
        if len(hits) > limit:
            break
    page = hits[:limit]
    following = ""
    if len(hits) > limit:
        top = position[0] if position else max(one.document_id for one, _hit in hits)
        following = f"{top}_{page[-1][0].score:.6f}_{page[-1][0].document_id}"
    return Found(tuple(hit for _match, hit in page), following)


def count(query: Query | str, *, actor: Actor, kind: str, among: QuerySet[Any] | None = None) -> Tally:
    """How many the actor would find, counted up to a thousand."""
    asked = _asked(query)
    question = question_of(asked)
    if question is None:
        return Tally(0, is_capped=False)
    number = 0
    for _match, _hit in _gated(asked, question, actor, kind, among, None):
        number += 1
        if number >= MOST_COUNTED:
            return Tally(number, is_capped=True)
    return Tally(number, is_capped=False)


def _asked(query: Query | str) -> Query:
    return query if isinstance(query, Query) else Query(words=query)


def _gated(
    query: Query,
    question: Question,
    actor: Actor,
    name: str,
    among: QuerySet[Any] | None,
    position: tuple[int, float, int] | None,
) -> Iterator[tuple[_Match, Hit]]:
    """Matches that pass the gate and the filter, the best first, each object once, behind `position`."""
    kind = document_kinds[name]
    seen: set[int] = set()
    for batch in _batches(question, kind, name, actor, among, position[0] if position else 0):
        batch.sort(key=itemgetter(0, 1), reverse=True)
        if position:
            batch = [one for one in batch if one[:2] < position[1:]]
        for chunk in _chunks(batch):
            objects = _objects(chunk, among)
            for match in chunk:
                object_id = objects.get(match.document_id)
                if object_id is None or object_id in seen:
                    continue
                if query.phrases and not phrases.stand_in(query.phrases, kind, object_id, match.view):
                    continue
                seen.add(object_id)
                yield match, Hit(name, object_id, match.score, match.view.reads_internal)


def _batches(
    question: Question, kind: Kind, name: str, actor: Actor, among: QuerySet[Any] | None, newest: int
) -> Iterator[list[_Match]]:
    """The newest matches of all views, then older ones for as long as somebody asks for them."""
    views = [
        (view, question.tiers(reads_internal=view.reads_internal, facets=view.facets))
        for view in kind.views(actor)
    ]
    few = _few(name, among)
    if few is not None:
        yield [
            _Match(score, one, view) for view, tiers in views for one, score in best_among(tiers, few).items()
        ]
        return
    tops = {number: newest or last_of(kind.code) for number in range(len(views))}
    for older in range(_ROUNDS):
        batch: list[_Match] = []
        for number, (view, tiers) in enumerate(views):
            if number not in tops:
                continue
            points, oldest = best(tiers[-1:] if older else tiers, first_of(kind.code), tops.pop(number))
            batch += [_Match(score - 1000.0 * older, one, view) for one, score in points.items()]
            if oldest:
                tops[number] = oldest - 1
        yield batch
        if not tops:
            return


def _few(name: str, among: QuerySet[Any] | None) -> list[int] | None:
    """The documents of a filter's objects if there are few of them."""
    if among is None:
        return None
    objects = list(among.order_by().values_list("pk", flat=True)[: _FEW + 1])
    if len(objects) > _FEW:
        return None
    rows = IndexedDocument.objects.filter(kind=name, object_id__in=objects)
    return list(rows.values_list("pk", flat=True))


def _chunks(batch: list[_Match]) -> Iterator[list[_Match]]:
    """The first page is asked for alone; whoever has to look further looks at more at once."""
    start, size = 0, _CHUNK
    while start < len(batch):
        yield batch[start : start + size]
        start, size = start + size, size * 4


def _objects(chunk: list[_Match], among: QuerySet[Any] | None) -> dict[int, int]:
    """Document id: object id, for those that their view's gate and the filter let through."""
    ids = [match.document_id for match in chunk]
    objects = dict(IndexedDocument.objects.filter(pk__in=ids).values_list("pk", "object_id"))
    allowed: dict[int, set[int]] = {}
    for view in {id(match.view): match.view for match in chunk}.values():
        mine = [
            objects[match.document_id]
            for match in chunk
            if match.view is view and match.document_id in objects
        ]
        rows = view.visible.filter(pk__in=mine)
        if among is not None:
            rows = rows.filter(pk__in=among.filter(pk__in=mine).order_by().values("pk"))
        allowed[id(view)] = set(rows.order_by().values_list("pk", flat=True))
    return {
        match.document_id: objects[match.document_id]
        for match in chunk
        if objects.get(match.document_id) in allowed[id(match.view)]
    }


def _position(after: str) -> tuple[int, float, int] | None:
    """Newest document of the first page, score and document of the last hit; None for what we did not write."""
    try:
        newest, score, document_id = after.split("_")
        return int(newest), float(score), int(document_id)
    except ValueError:
        return None

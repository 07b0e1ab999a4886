"""One search of one actor: matches from the index, newest first or best first, let through by the gate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import count, repeat
from typing import Any, NamedTuple

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.search import phrases
from divan.search.documents import View, document_kinds
from divan.search.engines.documents import documents_of, newest_document, objects_of
from divan.search.gating import visible
from divan.search.identifiers import first_of, last_of
from divan.search.ranking import (
    RANKED,
    Query,
    Question,
    Recency,
    Scored,
    best,
    best_among,
    newest_matches,
    newest_matches_among,
)

_FEW = 200
"""A filter that leaves at most so many objects has all of them ranked."""
_SOME = 5_000
"""Of a filter that leaves at most so many, the index is asked which of them match behind the newest matches of all."""
_ROUNDS = 8
"""Matches are looked at so many times when the gate or a wider filter lets too few through."""
_OLDER = 1000.0
"""Points that every ranked match has over those behind, which stand with the newest first."""
_CHUNK = 60

_Match = tuple[float, int, int]
"""A matching document before the gate: score, document id and the number of the view that found it."""


class Position(NamedTuple):
    """Where a page begins: the newest document when the first page was made, and the last hit before."""

    newest: int
    score: float
    document_id: int


class Result(NamedTuple):
    """A match that the gate has let through."""

    scored: Scored
    object_id: int
    view: View


class Search:
    """What an actor finds with a question, in the order of a page that begins behind `position`.

    `is_cut` says after the last result whether older matches were not looked at.
    """

    def __init__(
        self, query: Query, question: Question, actor: Actor, kind: str, among: QuerySet[Any] | None
    ) -> None:
        self._phrases = query.phrases
        self._kind = document_kinds[kind]
        self._name = kind
        self._among = among
        self._views = self._kind.views(actor)
        self._tiers = [
            question.tiers(reads_internal=view.reads_internal, facets=view.facets) for view in self._views
        ]
        # Facets leave little to look at, mostly as much as the filter does.
        self._has_facets = bool(query.facets)
        self.is_cut = False
        self._low, self._high = first_of(self._kind.code), last_of(self._kind.code)

    def newest(self) -> int:
        """The newest document of the kind, whoever may see it."""
        return newest_document(self._low, self._high)

    def results(self, newest: int, position: Position | None) -> Iterator[Result]:
        """What is found up to the document `newest`, the best first, each object once, behind the position."""
        seen: set[int] = set()
        before = position[1:] if position else (float("inf"), 0)
        for batch in self._batches(min(max(newest, self._low), self._high), RANKED, in_tiers=True):
            batch.sort(reverse=True)
            if position:
                # What two views have found was shown in the better place, if that view's gate let it through.
                views = Counter(match[1] for match in batch)
                batch = [match for match in batch if match[:2] < before or views[match[1]] > 1]
            for chunk in _chunks(batch):
                for (score, document_id, view), object_id in self._let_through(chunk):
                    if object_id in seen:
                        continue
                    seen.add(object_id)
                    if (score, document_id) < before:
                        yield Result((score, document_id), object_id, self._views[view])

    def number(self, most: int) -> int:
        """How many objects are found, counted up to `most`."""
        seen: set[int] = set()
        for batch in self._batches(self.newest(), most, in_tiers=False):
            seen.update(object_id for _match, object_id in self._let_through(batch))
            if len(seen) >= most:
                return most
        return len(seen)

    def _batches(self, newest: int, size: int, *, in_tiers: bool) -> Iterator[list[_Match]]:
        """The newest matches of all views, ranked, then older ones for as long as somebody asks for them."""
        recent = Recency.up_to(newest)
        if not self._has_facets and (few := self._left(_FEW)) is not None:
            yield [
                (score, one, view)
                for view, tiers in enumerate(self._tiers)
                for score, one in best_among(tiers, [one for one in few if one <= newest], recent)
            ]
            return
        asked = [(tiers if in_tiers else tiers[-1:], newest) for tiers in self._tiers]
        found = best(asked, self._low, size, recent)
        yield [(score, one, view) for view, (matches, _oldest) in enumerate(found) for score, one in matches]
        tops = {view: oldest - 1 for view, (_matches, oldest) in enumerate(found) if oldest}
        if tops:
            yield from self._older(tops, size, recent)

    def _older(self, tops: dict[int, int], a_round: int, recent: Recency) -> Iterator[list[_Match]]:
        """The matches up to the tops of their views, the newest first.

        Where a filter leaves few of very many, those few are asked about, all of them; otherwise the matches are gone
        through for some rounds. Both find them in the same order and with the same scores.
        """
        some = self._left(_SOME)
        sizes = repeat(a_round, _ROUNDS - 1) if some is None else (_CHUNK << doubled for doubled in count())
        for size in sizes:
            found = self._newest(tops, size, some)
            # Views reach back differently far: behind the first end, one of them may still have something newer.
            ends = [matches[-1] for matches in found.values() if len(matches) == size]
            floor = max(ends, default=self._low)
            yield [
                (recent.of(one) - _OLDER, one, view)
                for view, matches in found.items()
                for one in matches
                if one >= floor
            ]
            if not ends:
                return
            tops = {view: min(top, floor - 1) for view, top in tops.items()}
        self.is_cut = True

    def _newest(self, tops: dict[int, int], size: int, some: list[int] | None) -> dict[int, list[int]]:
        """For each view its newest matches up to its top: of all documents, or of some."""
        widest = {view: self._tiers[view][-1][1] for view in tops}
        if some is None:
            asked = [(widest[view], top) for view, top in tops.items()]
            return dict(zip(tops, newest_matches(asked, self._low, size), strict=True))
        return {
            view: newest_matches_among(widest[view], [one for one in some if one <= top], size)
            for view, top in tops.items()
        }

    def _left(self, most: int) -> list[int] | None:
        """The documents of what the filter leaves, the newest first, if it leaves at most so many objects."""
        if self._among is None:
            return None
        objects = list(self._among.order_by().values_list("pk", flat=True)[: most + 1])
        return documents_of(self._name, objects) if len(objects) <= most else None

    def _let_through(self, chunk: list[_Match]) -> Iterator[tuple[_Match, int]]:
        """The matches whose object their view's gate and the filter let through, with the object's id."""
        objects = objects_of([match[1] for match in chunk])
        wanted: dict[int, list[int]] = defaultdict(list)
        for _score, document_id, view in chunk:
            if document_id in objects:
                wanted[view].append(objects[document_id])
        allowed = {number: self._shown(self._views[number], some) for number, some in wanted.items()}
        for match in chunk:
            object_id = objects.get(match[1])
            if object_id is not None and object_id in allowed[match[2]]:
                yield match, object_id

    def _shown(self, view: View, objects: list[int]) -> set[int]:
        shown = visible(view, objects, self._among)
        if shown and self._phrases:
            return phrases.holding(self._phrases, self._kind, shown, view)
        return shown


def _chunks(batch: list[_Match]) -> Iterator[list[_Match]]:
    """The first page is asked for alone; whoever has to look further looks at more at once."""
    start, size = 0, _CHUNK
    while start < len(batch):
        yield batch[start : start + size]
        start, size = start + size, size * 2

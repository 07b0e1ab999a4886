"""One search of one actor: matches from the index, newest first or best first, let through by the gate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.search import phrases
from divan.search.documents import View, document_kinds
from divan.search.engines.documents import newest_document, objects_of
from divan.search.gating import visible
from divan.search.identifiers import first_of, last_of
from divan.search.models import IndexedDocument
from divan.search.ranking import RANKED, Query, Question, Recency, Scored, best, best_among

_FEW = 200
"""A filter that leaves at most so many objects is gone through object by object, not through matches."""
_ROUNDS = 8
"""So many times older matches are looked at when the gate or a filter lets too few through."""
_A_ROUND = 1000.0
"""Points that every match of a round has over those of the next, older one."""
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
    """What an actor finds with a question, in the order of a page that begins behind `position`."""

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
        self._few_in_round = 1 if query.facets else 0
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
        """The newest matches of all views, then older ones for as long as somebody asks for them."""
        recent = Recency.up_to(newest)
        tops = dict.fromkeys(range(len(self._views)), newest)
        for older in range(_ROUNDS):
            if older == self._few_in_round and (few := self._few()) is not None:
                yield self._matches_among(few, tops, recent, older)
                return
            first = in_tiers and not older
            asked = [
                (self._tiers[view] if first else self._tiers[view][-1:], top) for view, top in tops.items()
            ]
            found = dict(zip(tops, best(asked, self._low, size, recent), strict=True))
            yield [
                (score - _A_ROUND * older, one, view)
                for view, (matches, _oldest) in found.items()
                for score, one in matches
            ]
            tops = {view: oldest - 1 for view, (_matches, oldest) in found.items() if oldest}
            if not tops:
                return

    def _matches_among(
        self, few: list[int], tops: dict[int, int], recent: Recency, older: int
    ) -> list[_Match]:
        """All that is left of a filter's few objects."""
        return [
            (score - _A_ROUND * older, one, view)
            for view, top in tops.items()
            for score, one in best_among(self._tiers[view], [one for one in few if one <= top], recent)
        ]

    def _few(self) -> list[int] | None:
        """The documents of a filter's objects if there are few of them."""
        if self._among is None:
            return None
        objects = list(self._among.order_by().values_list("pk", flat=True)[: _FEW + 1])
        if len(objects) > _FEW:
            return None
        rows = IndexedDocument.objects.filter(kind=self._name, object_id__in=objects)
        return list(rows.values_list("pk", flat=True))

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

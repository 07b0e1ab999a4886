"""Indexing a kind from nothing, batch by batch, while the product runs and people search.

It begins by itself when a kind has never been indexed or was indexed by an older normaliser. Documents are
replaced one by one, so a search finds the old index until the new one is there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from divan.core import clock
from divan.core.jobs import claimable
from divan.core.schedules import every
from divan.search.documents import Kind, document_kinds
from divan.search.engines import engine
from divan.search.identifiers import first_of, last_of
from divan.search.indexing import changed, reindex
from divan.search.models import IndexedDocument, Rebuild
from divan.search.normaliser import VERSION

BATCH = 200
SWEEP = 500


def start(kinds: Iterable[str] = ()) -> list[str]:
    """Begin again with the named kinds, with all of them if none is named; the worker does it."""
    names = [kind for kind in document_kinds if kind in set(kinds)] or document_kinds.keys()
    for kind in names:
        Rebuild.objects.update_or_create(
            kind=kind,
            defaults={
                "version": VERSION,
                "position": None,
                "first_id": 0,
                "done": 0,
                "total": document_kinds[kind].objects().count(),
                "started_at": clock.now(),
                "finished_at": None,
            },
        )
    return names


def progress() -> list[Rebuild]:
    """How far every kind is, in the order in which they were registered."""
    rows = Rebuild.objects.in_bulk(document_kinds.keys())
    return [rows[kind] for kind in document_kinds if kind in rows]


def pump(stop: threading.Event) -> bool:
    """One batch of the first kind that is not finished; True if there was one."""
    current = set(Rebuild.objects.filter(version=VERSION).values_list("kind", flat=True))
    if missing := [kind for kind in document_kinds if kind not in current]:
        start(missing)
    unfinished = Rebuild.objects.filter(finished_at=None, kind__in=document_kinds.keys())
    if stop.is_set() or not unfinished.exists():
        return False
    with transaction.atomic():
        rebuild = claimable(unfinished.order_by("kind")).first()
        if rebuild is None:
            return False
        _advance(rebuild, document_kinds[rebuild.kind])
    if rebuild.finished_at and not unfinished.exists():
        tidy()
    return True


@every("search index", timedelta(days=1))
def tidy() -> None:
    """Make the index quick again after a rebuild, and after a day of changes."""
    engine().tidy()


def _advance(rebuild: Rebuild, kind: Kind) -> None:
    """Index the next objects; behind the last of them, queue what the index holds and nobody has any more."""
    found = _next(kind, rebuild.position)
    if found:
        reindex(rebuild.kind, [row[-1] for row in found])
        rebuild.position = _stored(found[-1])
        rebuild.done += len(found)
    else:
        _sweep(rebuild, kind)
    rebuild.save()


def _next(kind: Kind, position: Sequence[Any] | None) -> list[tuple[Any, ...]]:
    """The next (order column, id) behind a position."""
    rows = kind.objects().order_by(kind.order, "pk")
    if position:
        value, pk = _read(position)
        rows = rows.filter(Q(**{f"{kind.order}__gt": value}) | Q(**{kind.order: value, "pk__gt": pk}))
    return list(rows.values_list(kind.order, "pk")[:BATCH])


def _sweep(rebuild: Rebuild, kind: Kind) -> None:
    """Queue documents whose object is gone, a stretch of the index at a time; then the rebuild is finished."""
    low = max(rebuild.first_id, first_of(kind.code))
    held = list(
        IndexedDocument.objects.filter(pk__gt=low, pk__lte=last_of(kind.code))
        .order_by("pk")
        .values_list("pk", "object_id")[:SWEEP]
    )
    if not held:
        rebuild.finished_at = clock.now()
        return
    objects = {object_id for _pk, object_id in held}
    there = set(kind.objects().filter(pk__in=objects).order_by().values_list("pk", flat=True))
    changed(rebuild.kind, *sorted(objects - there))
    rebuild.first_id = held[-1][0]


def _stored(row: tuple[Any, ...]) -> list[Any]:
    value, pk = row
    return [value.isoformat() if isinstance(value, datetime) else value, pk]


def _read(position: Sequence[Any]) -> tuple[Any, int]:
    value, pk = position
    return (datetime.fromisoformat(value) if isinstance(value, str) else value), pk

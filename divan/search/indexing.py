"""Keeping the index: what changed is queued with the change itself and indexed by the worker."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction

from divan.core.jobs import claimable
from divan.search import known_words
from divan.search.documents import Document, document_kinds
from divan.search.engines import engine
from divan.search.identifiers import first_of
from divan.search.models import Change, IndexedDocument, Serial
from divan.search.normaliser import VERSION, read

BATCH = 200


def changed(kind: str, *object_ids: int) -> None:
    """Queue objects for the index, in the caller's transaction; also those that are gone now."""
    Change.objects.bulk_create(Change(kind=kind, object_id=object_id) for object_id in object_ids)


def pump(stop: threading.Event) -> bool:
    """Index what is queued, a batch at a time; True if there was anything."""
    worked = False
    while not stop.is_set() and _index_batch():
        worked = True
    return worked


def reindex(kind: str, object_ids: Iterable[int]) -> None:
    """Bring the index up to what these objects say now. Runs inside the caller's transaction.

    The kind's serial is locked before anything is read, so that of two workers the later one also reads later.
    """
    wanted = set(object_ids)
    serial = _locked(kind)
    index_documents(kind, wanted, document_kinds[kind].load(wanted), serial)


def index_documents(
    kind: str, wanted: Collection[int], documents: Iterable[Document], serial: Serial
) -> None:
    """Replace what the index knows of `wanted` by `documents`; those that are not among them are forgotten.

    A document that says what it said before keeps its place.
    """
    held = _held(kind, wanted)
    written = [_Written(document, *read(document)) for document in documents]
    same = {one.object_id for one in written if held.get(one.object_id, (0, ""))[1] == one.digest}
    gone = [document_id for object_id, (document_id, _digest) in held.items() if object_id not in same]
    before: set[str] = set()
    if gone:
        before = before.union(*engine().forms(gone).values())
        engine().remove(gone)
    fresh = [one for one in written if one.object_id not in same]
    if fresh:
        _store(kind, fresh, serial)
        known_words.add(_new_words(fresh, held))
    known_words.forget(before.difference(*(one.forms for one in fresh)))


@dataclass(frozen=True)
class _Written:
    """A document with its forms and its words."""

    document: Document
    forms: set[str]
    words: set[str]

    @property
    def object_id(self) -> int:
        return self.document.object_id

    @property
    def digest(self) -> str:
        """Tells whether anything of it changed, the rules of the normaliser included."""
        content = f"{VERSION} " + " ".join(sorted(self.forms))
        return blake2b(content.encode(), digest_size=12).hexdigest()


def _store(kind: str, fresh: list[_Written], serial: Serial) -> None:
    start = first_of(document_kinds[kind].code) + serial.value + 1
    serial.value += len(fresh)
    serial.save(update_fields=["value"])
    rows = [
        IndexedDocument(
            id=start + place, kind=kind, object_id=one.object_id, version=VERSION, digest=one.digest
        )
        for place, one in enumerate(fresh)
    ]
    engine().store([(row, one.forms) for row, one in zip(rows, fresh, strict=True)])


def _new_words(fresh: list[_Written], held: dict[int, tuple[int, str]]) -> Counter[str]:
    """How many of these documents hold each word; one that was there before has been counted then."""
    words: Counter[str] = Counter()
    for one in fresh:
        words.update(dict.fromkeys(one.words, 0) if one.object_id in held else one.words)
    return words


def _held(kind: str, wanted: Collection[int]) -> dict[int, tuple[int, str]]:
    """Object id: id and digest of what the index holds of it."""
    rows = IndexedDocument.objects.filter(kind=kind, object_id__in=wanted)
    return {
        object_id: (pk, digest) for object_id, pk, digest in rows.values_list("object_id", "pk", "digest")
    }


def _locked(kind: str) -> Serial:
    """The kind's serial, locked. The first of all means that the index has to be empty as well."""
    serial = Serial.objects.select_for_update().filter(kind=kind).first()
    if serial is None:
        Serial.objects.get_or_create(kind=kind)
        if not IndexedDocument.objects.exists():
            engine().clear()
        serial = Serial.objects.select_for_update().get(kind=kind)
    return serial


def _index_batch() -> bool:
    """Take one batch of changes off the queue and index it; False if there is none."""
    with transaction.atomic():
        rows = list(claimable(Change.objects.order_by("pk"))[:BATCH])
        if not rows:
            return False
        Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            wanted[row.kind].add(row.object_id)
        for kind in sorted(wanted):
            if kind in document_kinds:
                reindex(kind, wanted[kind])
    return True

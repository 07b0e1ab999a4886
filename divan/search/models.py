"""What is in the index, what has to be indexed again, and the words that it knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from divan.core.prepared import PreparedInsert


class IndexedDocument(models.Model):
    """One document of the index. The words themselves are with the engine, under the same id.

    `id` says how new the document is: it holds the kind and a number that grows with every time something is
    indexed (divan.search.identifiers). `version` is the normaliser's. `packed` is what SQLite's index needs to
    forget the document again; PostgreSQL has a column `forms` of its own beside these, see migration 0001.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=32)
    packed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_document_an_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Change(models.Model):
    """Something whose words changed and that the worker has not indexed yet.

    Rows are only ever added and taken away, never shared: a row that two transactions wanted would let a
    change slip through that is committed while the earlier one is being indexed.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Serial(models.Model):
    """The last number given out in a kind; its lock also keeps two workers from indexing the same thing."""

    kind = models.CharField(max_length=20, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.kind


class Rebuild(models.Model):
    """How far a kind has been indexed from nothing; `position` is where the next batch begins."""

    kind = models.CharField(max_length=20, primary_key=True)
    version = models.PositiveSmallIntegerField()
    position = models.JSONField(null=True)
    first_id = models.BigIntegerField()
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.done} of {self.total}"


class KnownWord(models.Model):
    """A word of the index as a search key, and about how many documents hold it."""

    word = models.CharField(max_length=32, unique=True)
    documents = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.word


class Trigram(models.Model):
    """Three letters in a row of a known word: how near misses find it."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(KnownWord, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "word"], name="one_gram_a_word")]

    def __str__(self) -> str:
        return self.gram


class Searchable(models.Model):
    """A row that is found by search: saving and deleting it queues it for the index, in the same transaction.

    `search_columns` are those whose change matters. Whoever writes around `save` (bulk, `update`) calls
    `divan.search.actions.changed` or starts a rebuild.
    """

    search_kind: ClassVar[str]
    search_columns: ClassVar[frozenset[str]]

    class Meta:
        abstract = True

    def save(self, *arguments: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        kept = None if update_fields is None else set(update_fields)
        super().save(*arguments, update_fields=kept, **options)
        if kept is None or not self.search_columns.isdisjoint(kept):
            self._queue(self.pk)

    def insert(self) -> None:
        """`save` for a new row, without building its SQL again; for what every first contact needs."""
        kind = type(self)
        (_inserts.get(kind) or _inserts.setdefault(kind, PreparedInsert(kind)))(self)
        self._queue(self.pk)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        object_id = self.pk
        deleted = super().delete(*arguments, **options)
        self._queue(object_id)
        return deleted

    def _queue(self, object_id: int) -> None:
        _insert_change(Change(kind=self.search_kind, object_id=object_id))


_insert_change = PreparedInsert(Change)
_inserts: dict[type[models.Model], PreparedInsert[Any]] = {}

"""The two full-text indexes, behind the same few calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from django.db import connection

from divan.search.engines.asking import Asked
from divan.search.engines.postgresql import PostgreSQL
from divan.search.engines.sqlite import SQLite
from divan.search.expressions import Expression
from divan.search.models import IndexedDocument


class Engine(Protocol):
    """Full-text index of one database. Ids are those of `IndexedDocument`."""

    def store(self, rows: Sequence[tuple[IndexedDocument, set[str]]]) -> None:
        """Add documents that are not in the index, each with its forms."""

    def remove(self, ids: Collection[int]) -> None:
        """Forget documents."""

    def forms(self, ids: Collection[int]) -> dict[int, set[str]]:
        """What is kept of documents: id and forms."""

    def clear(self) -> None:
        """Forget everything."""

    def ranked(self, asked: Sequence[Asked], low: int, limit: int) -> list[list[list[int]]]:
        """For each question, tier by tier: up to `limit` documents from `low` on, the newest first, for its last
        tier; for every other tier those of them that it finds too.

        Every tier finds a part of what the last one finds.
        """

    def among(self, expressions: Sequence[Expression], ids: Collection[int]) -> list[list[int]]:
        """For each expression those of a few hundred documents that match."""

    def newest_among(self, expression: Expression, ids: Sequence[int], limit: int) -> list[int]:
        """Up to `limit` of a few thousand documents that match. `ids` and what is found: the newest first."""

    def tidy(self) -> None:
        """Make the index quick again after many changes, in short transactions."""

    def bytes_used(self) -> int:
        """The size of the index with all that belongs to it."""


_ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def engine() -> Engine:
    """The engine of the database in use."""
    return _ENGINES[connection.vendor]

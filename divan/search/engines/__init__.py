"""The two full-text indexes, behind the same few calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from django.db import connection

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

    def clear(self) -> None:
        """Forget everything."""

    def newest(self, low: int, high: int) -> int:
        """The largest id from `low` to `high`; `low` if there is none."""

    def matching(
        self, expression: Expression, low: int, high: int, limit: int, *, few: bool = False
    ) -> list[int]:
        """Up to `limit` documents from `low` to `high` (both included), the newest first.

        `high` had better be a document's id, see `newest`. With `few` the caller knows that there are not many
        more matches than that in the whole index.
        """

    def among(self, expression: Expression, ids: Collection[int]) -> set[int]:
        """Those of a few hundred documents that match."""

    def bytes_used(self) -> int:
        """The size of the index with all that belongs to it."""


_ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def engine() -> Engine:
    """The engine of the database in use."""
    return _ENGINES[connection.vendor]

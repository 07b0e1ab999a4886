"""How long something took: whole seconds between two columns, and what most of them do not exceed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Func, IntegerField, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Lengths(NamedTuple):
    """Seconds that half of all, and nine of ten, do not exceed; None without any."""

    median: int | None
    ninth: int | None


class Seconds(Func):
    """The whole seconds from one moment to another, by functions of the databases."""

    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        (start, before), (end, after) = (compiler.compile(one) for one in self.source_expressions)
        # Days as floating point: without rounding, three seconds may be 2.99999.
        seconds = f"CAST(round((julianday({end}) - julianday({start})) * 86400, 2) AS integer)"
        return seconds, (*after, *before)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        (start, before), (end, after) = (compiler.compile(one) for one in self.source_expressions)
        return f"floor(extract(epoch from {end} - {start}))::integer", (*after, *before)


def lengths_of(rows: QuerySet[Any], seconds: Any) -> Lengths:
    """Of all rows that have it, one query. The database counts how often each length is there, so that what is read
    depends on how long things take and not on how many there are.
    """
    grouped = rows.order_by().annotate(seconds=seconds).values("seconds").annotate(number=Count("pk"))
    counted = grouped.order_by("seconds").values_list("seconds", "number")
    found = [(length, number) for length, number in counted if length is not None]
    return Lengths(_at(found, 50), _at(found, 90))


def _at(counted: Sequence[tuple[int, int]], percent: int) -> int | None:
    """The percentile by nearest rank: the smallest length that so many percent of all do not exceed."""
    rank = ceil(sum(number for _length, number in counted) * percent / 100)
    for length, number in counted:
        rank -= number
        if rank <= 0:
            return length
    return None

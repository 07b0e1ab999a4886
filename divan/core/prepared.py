"""Reads whose SQL is built once. Building it costs Django more time than most databases take to answer.

For the few reads that every page or every mail needs; all others are ordinary querysets. The queryset is the
same object that Django would run: its compiler is kept, and only the parameters are exchanged.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Value = int | str

# Nobody's id and nobody's text: they mark the place of a parameter while the SQL is built.
_FIRST_NUMBER = 7_302_416_551_900_000_000
_TEXT = "\N{SYMBOL FOR SUBSTITUTE}"


@dataclass(frozen=True, slots=True)
class _Built:
    """A queryset with its compiler, the SQL, and for each parameter its value or the name of its place."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]


class Prepared(Generic[Row]):
    """A read with named parameters, each an integer or a text as `kinds` says.

    `build` is called once for each database with a stand-in for every parameter and must put it into the
    query unchanged: equality, comparison and arithmetic on columns of its type, nothing that depends on its
    value (no lists, no patterns). Raises ValueError when a parameter does not arrive in the SQL.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **kinds: type[int] | type[str]) -> None:
        self._build = build
        self._stand_ins: dict[str, Value] = {
            name: _FIRST_NUMBER + place if kind is int else f"{_TEXT}{name}"
            for place, (name, kind) in enumerate(kinds.items())
        }
        self._built: dict[str, _Built] = {}
        self._lock = threading.Lock()

    def __call__(self, **values: Value) -> list[Row]:
        """The rows for these values."""
        built = self._built.get(connection.vendor) or self._build_for(connection.vendor)
        parameters = list(built.parameters)
        for place, name in built.places:
            parameters[place] = values[name]
        compiler = copy.copy(built.compiler)
        compiler.connection = connection
        sql = built.sql, tuple(parameters)
        compiler.as_sql = lambda *_arguments, **_options: sql  # type: ignore[method-assign]
        # A queryset that is copied in the usual way reads its rows first.
        rows = object.__new__(type(built.rows))
        rows.__dict__.update(built.rows.__dict__)
        query = rows.__dict__["_query"] = copy.copy(built.rows.query)
        query.get_compiler = lambda *_arguments, **_options: compiler  # type: ignore[method-assign]
        return list(rows)

    def first(self, **values: Value) -> Row | None:
        """The first of the rows; none of them is skipped over, so the query should ask for one only."""
        return next(iter(self(**values)), None)

    def _build_for(self, vendor: str) -> _Built:
        with self._lock:
            rows = self._build(**self._stand_ins)
            compiler = rows.query.get_compiler(using=rows.db)
            sql, parameters = compiler.as_sql()
            names = {stand_in: name for name, stand_in in self._stand_ins.items()}
            places = tuple(
                (place, names[value])
                for place, value in enumerate(parameters)
                if isinstance(value, (int, str)) and value in names
            )
            if {name for _place, name in places} != set(self._stand_ins):
                raise ValueError("a parameter does not arrive in the SQL of a prepared read")
            built = self._built[vendor] = _Built(rows, compiler, sql, tuple(parameters), places)
        return built

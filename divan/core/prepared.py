"""Statements whose SQL is built once. Building it costs Django more time than most databases take to answer.

For the few that every page or every mail needs; all others are ordinary querysets. The objects are those that
Django would run: their compiler is kept, and only the parameters are exchanged.
"""

from __future__ import annotations

import copy
import itertools
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, connection
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
Value = int | str | Sequence[int]
Kind = type[int] | type[str] | type[list[int]]

# Nobody's id and nobody's text: they mark the place of a parameter while the SQL is built.
_FIRST_NUMBER = 7_302_416_551_900_000_000
_TEXT = "\N{SYMBOL FOR SUBSTITUTE}"

_building = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Statement:
    """The SQL, and for each parameter its value or the name of its place."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str, int | None], ...]

    @classmethod
    def of(
        cls, compiler: SQLCompiler, stand_ins: Mapping[str, Value], optional: Collection[str] = ()
    ) -> _Statement:
        sql, parameters = compiler.as_sql()
        names = dict(_parts(stand_ins))
        places = tuple(
            (place, *names[value])
            for place, value in enumerate(parameters)
            if isinstance(value, (int, str)) and value in names
        )
        arrived = {place[1:] for place in places}
        if any(part not in arrived for part in names.values() if part[0] not in optional):
            raise ValueError("a parameter does not arrive in the SQL of a prepared statement")
        return cls(sql, tuple(parameters), places)

    def filled(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        parameters = list(self.parameters)
        for place, name, index in self.places:
            parameters[place] = values[name] if index is None else values[name][index]
        return tuple(parameters)


def _stand_ins(kinds: Mapping[str, Kind], lengths: Mapping[str, int]) -> dict[str, Value]:
    numbers = itertools.count(_FIRST_NUMBER)
    return {
        name: next(numbers)
        if kind is int
        else f"{_TEXT}{name}"
        if kind is str
        else list(itertools.islice(numbers, lengths[name]))
        for name, kind in kinds.items()
    }


def _parts(stand_ins: Mapping[str, Value]) -> Iterator[tuple[int | str, tuple[str, int | None]]]:
    """Each stand-in with the name of its parameter and, in a list, its index."""
    for name, value in stand_ins.items():
        if isinstance(value, (int, str)):
            yield value, (name, None)
        else:
            yield from ((one, (name, index)) for index, one in enumerate(value))


class Prepared(Generic[Row]):
    """A read with named parameters, each an integer, a text or a list of integers as `kinds` says.

    `build` is called once for each kind of database, and for each length of a list, with a stand-in for every
    parameter and must put it into the query unchanged: equality, comparison and arithmetic on columns of its
    type, `__in` for a list, nothing that depends on its value (no patterns). Raises ValueError when a parameter
    does not arrive in the SQL, but for those that are `optional`.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], optional: Collection[str] = (), /, **kinds: Kind
    ) -> None:
        self._build = build
        self._optional = optional
        self._kinds = kinds
        self._lists = [name for name, kind in kinds.items() if kind not in (int, str)]
        self._built: dict[tuple[str | int, ...], tuple[QuerySet[Any, Row], SQLCompiler, _Statement]] = {}

    def __call__(self, **values: Value) -> list[Row]:
        """The rows for these values."""
        lengths = {name: len(values[name]) for name in self._lists}  # type: ignore[arg-type]
        key: tuple[str | int, ...] = (connection.vendor, *lengths.values())
        kept, compiler, statement = self._built.get(key) or self._build_for(key, lengths)
        if kept.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("rows can be locked only inside a transaction")
        sql = statement.sql, statement.filled(values)
        compiler = copy.copy(compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_arguments, **_options: sql  # type: ignore[method-assign]
        # A queryset that is copied in the usual way reads its rows first.
        rows = object.__new__(type(kept))
        rows.__dict__.update(kept.__dict__)
        query = rows.__dict__["_query"] = copy.copy(kept.query)
        query.get_compiler = lambda *_arguments, **_options: compiler  # type: ignore[method-assign]
        return list(rows)

    def first(self, **values: Value) -> Row | None:
        """The first of the rows; the query should ask for one only."""
        return next(iter(self(**values)), None)

    def _build_for(
        self, key: tuple[str | int, ...], lengths: Mapping[str, int]
    ) -> tuple[QuerySet[Any, Row], SQLCompiler, _Statement]:
        with _building:
            stand_ins = _stand_ins(self._kinds, lengths)
            rows = self._build(**stand_ins)
            compiler = rows.query.get_compiler(using=rows.db)
            statement = _Statement.of(compiler, stand_ins, self._optional)
            built = self._built[key] = rows, compiler, statement
        return built


class PreparedUpdate:
    """A change of all rows that `build` names, to expressions without parameters; the rest as for `Prepared`."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        changes: Mapping[str, Any],
        **kinds: type[int] | type[str],
    ) -> None:
        self._build = build
        self._changes = changes
        self._stand_ins = _stand_ins(kinds, {})
        self._built: dict[str, _Statement] = {}

    def __call__(self, **values: Value) -> int:
        """Change the rows for these values; returns how many there were."""
        statement = self._built.get(connection.vendor) or self._build_for(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(values))
            return int(cursor.rowcount)

    def _build_for(self, vendor: str) -> _Statement:
        with _building:
            rows = self._build(**self._stand_ins)
            query: UpdateQuery = rows.query.chain(UpdateQuery)  # type: ignore[assignment]
            query.add_update_values(dict(self._changes))
            compiler = query.get_compiler(using=rows.db)
            built = self._built[vendor] = _Statement.of(compiler, self._stand_ins)
        return built


class PreparedInsert(Generic[Stored]):
    """Stores new objects of one model: what `save(force_insert=True)` does, without signals and inheritance."""

    def __init__(self, model: type[Stored]) -> None:
        self._model = model
        self._sql: dict[str, str] = {}

    def __call__(self, new: Stored) -> Stored:
        """Store the object, which gets its id from the database; returns it."""
        vendor = connection.vendor
        fields = [field for field in self._model._meta.concrete_fields if not field.primary_key]
        values = [field.get_db_prep_save(field.pre_save(new, add=True), connection) for field in fields]
        sql = self._sql.get(vendor) or self._build_for(vendor, fields, new)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            new.pk = cursor.fetchone()[0]
        new._state.adding, new._state.db = False, connection.alias
        return new

    def _build_for(self, vendor: str, fields: list[Any], sample: Stored) -> str:
        with _building:
            query = InsertQuery(self._model)
            query.insert_values(fields, [sample])
            compiler = query.get_compiler(using=connection.alias)
            compiler.returning_fields = [self._model._meta.pk]
            ((sql, parameters),) = compiler.as_sql()
            if len(parameters) != len(fields):
                raise ValueError("a column of a prepared insert is not stored as its value alone")
            self._sql[vendor] = sql
        return sql


class PreparedSave(Generic[Stored]):
    """Stores these fields of an object that is in the database: what `save(update_fields=…)` does, without signals."""

    def __init__(self, model: type[Stored], *names: str) -> None:
        self._model = model
        self._fields: list[Any] = [model._meta.get_field(name) for name in names]
        self._sql: dict[str, str] = {}

    def __call__(self, changed: Stored) -> None:
        """Store the object's fields; raises DatabaseError if its row is gone."""
        values = [self._value(field, changed) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql.get(connection.vendor) or self._build(), [*values, changed.pk])
            if not cursor.rowcount:
                raise DatabaseError(f"{changed!r} is not in the database any more")

    def _value(self, field: Any, changed: Stored) -> Any:
        return field.get_db_prep_save(field.pre_save(changed, add=False), connection)

    def _build(self) -> str:
        quoted = connection.ops.quote_name
        columns = ", ".join(f"{quoted(field.column)} = %s" for field in self._fields)
        key: Any = self._model._meta.pk
        table = quoted(self._model._meta.db_table)
        sql = f"UPDATE {table} SET {columns} WHERE {quoted(key.column)} = %s"  # noqa: S608 - names of our own
        return self._sql.setdefault(connection.vendor, sql)

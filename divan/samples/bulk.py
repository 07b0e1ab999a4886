"""Writing many rows at once, the quickest way that each database has.

Rows are plain values (numbers, text, booleans, None, and moments in UTC without a zone), which both
databases take as they are; JSON is text and a UUID its hexadecimal digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

Row = Mapping[str, Any]


def write(model: type[Model], rows: Iterable[Row]) -> None:
    """Insert `rows` (column attribute -> value); columns that a row leaves out get the model's default."""
    plan = [(field.attname, _plain(field.get_default())) for field in model._meta.concrete_fields]
    values = ([row.get(name, default) for name, default in plan] for row in rows)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            marks = ", ".join(["%s"] * len(plan))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values))  # noqa: S608


def next_id(model: type[Model]) -> int:
    """The first free id; call `continue_sequences` after having used it and those that follow."""
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def continue_sequences(models: Iterable[type[Model]]) -> None:
    """Let the database give out ids behind those that were written here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def analyze() -> None:
    """Let the database look at what its tables hold now, so that it plans well at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return json.dumps(value) if isinstance(value, dict | list) else value

"""The part of the index that Django has no model for: created and dropped by the migrations."""

from __future__ import annotations

from typing import Any

from divan.search.engines import functions, postgresql, sqlite


def create(_apps: Any, schema_editor: Any) -> None:
    """FTS5's table on SQLite, a column with its index on PostgreSQL."""
    vendor = schema_editor.connection.vendor
    for statement in (sqlite.CREATE,) if vendor == "sqlite" else postgresql.CREATE:
        schema_editor.execute(statement)


def drop(_apps: Any, schema_editor: Any) -> None:
    """The reverse of `create`."""
    vendor = schema_editor.connection.vendor
    for statement in (sqlite.DROP,) if vendor == "sqlite" else postgresql.DROP:
        schema_editor.execute(statement)


def create_functions(_apps: Any, schema_editor: Any) -> None:
    """The functions that ask PostgreSQL's index; they replace those of an older version."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in functions.CREATE:
            schema_editor.execute(statement, params=None)


def drop_functions(_apps: Any, schema_editor: Any) -> None:
    """The reverse of `create_functions`."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in functions.DROP:
            schema_editor.execute(statement, params=None)

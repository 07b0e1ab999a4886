"""The part of the index that Django has no model for: created and dropped by migration 0001."""

from __future__ import annotations

from typing import Any

from divan.search.engines import postgresql, sqlite


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

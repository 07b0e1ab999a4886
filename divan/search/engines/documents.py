"""What both engines read of the documents beside the index."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection

_OBJECTS = "SELECT id, object_id FROM search_indexeddocument WHERE "


def newest_document(low: int, high: int) -> int:
    """The largest id from `low` to `high`; `low` if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM search_indexeddocument WHERE id BETWEEN %s AND %s", [low, high])
        return int(cursor.fetchone()[0] or low)


def objects_of(ids: Collection[int]) -> dict[int, int]:
    """Document id: id of its object, for those that are in the index."""
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS + one_of("id"), [listed(ids)])
        return dict(cursor.fetchall())


def documents_of(kind: str, objects: Collection[int]) -> list[int]:
    """The documents of a kind's objects, the newest first."""
    condition = f"kind = %s AND {one_of('object_id')}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM search_indexeddocument WHERE {condition} ORDER BY id DESC",  # noqa: S608 - our own words
            [kind, listed(objects)],
        )
        return [row[0] for row in cursor.fetchall()]


def one_of(column: str) -> str:
    """The condition that a column is one of many numbers, given as one parameter."""
    every = "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"
    return f"{column} {every}"


def listed(ids: Collection[int]) -> str | list[int]:
    """The numbers as that parameter."""
    return json.dumps(list(ids)) if connection.vendor == "sqlite" else list(ids)

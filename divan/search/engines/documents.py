"""What both engines read of the documents beside the index."""

from __future__ import annotations

from django.db import connection


def newest_document(low: int, high: int) -> int:
    """The largest id from `low` to `high`; `low` if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM search_indexeddocument WHERE id BETWEEN %s AND %s", [low, high])
        return int(cursor.fetchone()[0] or low)

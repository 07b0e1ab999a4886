"""The index on SQLite: FTS5 that keeps only which document holds which form.

Contentless and without positions, columns and sizes: the smallest index that FTS5 can make. The "ascii"
tokenizer leaves our forms as they are; it takes every letter outside ASCII, our marks among them, for part of
a word. To forget a document FTS5 has to be told its forms, so they are kept beside it, packed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Sequence

from django.db import connection

from divan.search.engines.documents import newest_document
from divan.search.expressions import AllOf, AnyOf, Expression
from divan.search.models import IndexedDocument

CREATE = (
    "CREATE VIRTUAL TABLE search_forms USING fts5("
    "forms, content='', tokenize='ascii', detail=none, columnsize=0)"
)
DROP = "DROP TABLE search_forms"

_TABLES = (
    "search_forms%",
    "search_indexeddocument",
    "one_document_an_object",
    "search_knownword",
    "search_trigram",
)


class SQLite:
    """See divan.search.engines.Engine."""

    def store(self, rows: Sequence[tuple[IndexedDocument, set[str]]]) -> None:
        texts = [(document.pk, " ".join(sorted(forms))) for document, forms in rows]
        for (document, _forms), (_id, text) in zip(rows, texts, strict=True):
            document.packed = zlib.compress(text.encode())
        IndexedDocument.objects.bulk_create([document for document, _forms in rows], batch_size=100)
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_forms(rowid, forms) VALUES (%s, %s)", texts)

    def remove(self, ids: Collection[int]) -> None:
        rows = IndexedDocument.objects.filter(pk__in=ids)
        forgotten = [
            (pk, zlib.decompress(packed or b"").decode()) for pk, packed in rows.values_list("pk", "packed")
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_forms(search_forms, rowid, forms) VALUES ('delete', %s, %s)", forgotten
            )
        rows.delete()

    def clear(self) -> None:
        IndexedDocument.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_forms(search_forms) VALUES ('delete-all')")

    def newest(self, low: int, high: int) -> int:
        return newest_document(low, high)

    def matching(
        self, expression: Expression, low: int, high: int, limit: int, *, few: bool = False
    ) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_forms WHERE search_forms MATCH %s AND rowid BETWEEN %s AND %s "
                "ORDER BY rowid DESC LIMIT %s",
                [_written(expression), low, high, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def among(self, expression: Expression, ids: Collection[int]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_forms WHERE search_forms MATCH %s "
                "AND rowid IN (SELECT value FROM json_each(%s))",
                [_written(expression), json.dumps(sorted(ids))],
            )
            return {row[0] for row in cursor.fetchall()}

    def bytes_used(self) -> int:
        condition = " OR ".join(["name LIKE %s"] * len(_TABLES))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT SUM(pgsize) FROM dbstat WHERE {condition}", _TABLES)  # noqa: S608
            return int(cursor.fetchone()[0] or 0)


def _written(expression: Expression) -> str:
    """The expression in FTS5's language. Forms hold no quotation mark: they are letters, digits and marks."""
    if isinstance(expression, str):
        return f'"{expression}"'
    if isinstance(expression, AnyOf):
        return "(" + " OR ".join(map(_written, expression.items)) + ")"
    wanted = " AND ".join(map(_written, expression.items))
    if not isinstance(expression, AllOf) or not expression.without:
        return f"({wanted})"
    unwanted = " OR ".join(map(_written, expression.without))
    return f"(({wanted}) NOT ({unwanted}))"

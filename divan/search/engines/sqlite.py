"""The index on SQLite: FTS5 that keeps only which document holds which form.

Contentless and without positions, columns and sizes: the smallest index that FTS5 can make. The "ascii"
tokenizer leaves our forms as they are; it takes every letter outside ASCII, our marks among them, for part of
a word. To forget a document FTS5 has to be told its forms, so they are kept beside it, packed.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from divan.search.engines.asking import Asked
from divan.search.engines.documents import listed, one_of
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
_MERGED = 200
"""Pages of about 4 kB that are merged in one transaction: nobody who writes waits long."""
_MATCHING = "SELECT rowid FROM search_forms WHERE search_forms MATCH %s"


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
        forgotten = [(pk, " ".join(sorted(forms))) for pk, forms in self.forms(ids).items()]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_forms(search_forms, rowid, forms) VALUES ('delete', %s, %s)", forgotten
            )
        IndexedDocument.objects.filter(pk__in=ids).delete()

    def forms(self, ids: Collection[int]) -> dict[int, set[str]]:
        rows = IndexedDocument.objects.filter(pk__in=ids).values_list("pk", "packed")
        return {pk: set(zlib.decompress(packed).decode().split(" ")) for pk, packed in rows if packed}

    def clear(self) -> None:
        IndexedDocument.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_forms(search_forms) VALUES ('delete-all')")

    def ranked(self, asked: Sequence[Asked], low: int, limit: int) -> list[list[list[int]]]:
        with connection.cursor() as cursor:
            return [_ranked(cursor, one, low, limit) for one in asked]

    def among(self, expressions: Sequence[Expression], ids: Collection[int]) -> list[list[int]]:
        with connection.cursor() as cursor:
            return [_among(cursor, expression, ids) for expression in expressions]

    def newest_among(self, expression: Expression, ids: Sequence[int], limit: int) -> list[int]:
        if not ids:
            return []
        # The plus keeps FTS5 from looking into the lists of the words anew for each document: it takes many times as
        # long as to go through them once.
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_MATCHING} AND rowid BETWEEN %s AND %s AND {one_of('+rowid')} ORDER BY rowid DESC LIMIT %s",
                [_written(expression), ids[-1], ids[0], listed(ids), limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def tidy(self) -> None:
        """Merge the pieces in which the index was written into one: a search looks into every piece.

        A negative number of pages begins with all pieces, positive ones go on; less than two changes mean that
        it is done (documentation of FTS5, "The 'merge' Command").
        """
        with connection.cursor() as cursor:
            pages = -_MERGED
            while _changes(cursor, pages) >= 2:
                pages = _MERGED

    def bytes_used(self) -> int:
        condition = " OR ".join(["name LIKE %s"] * len(_TABLES))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT SUM(pgsize) FROM dbstat WHERE {condition}", _TABLES)  # noqa: S608
            return int(cursor.fetchone()[0] or 0)


def _changes(cursor: Any, pages: int) -> int:
    before = connection.connection.total_changes
    cursor.execute("INSERT INTO search_forms(search_forms, rank) VALUES ('merge', %s)", [pages])
    return int(connection.connection.total_changes - before)


def _ranked(cursor: Any, asked: Asked, low: int, limit: int) -> list[list[int]]:
    *better, widest = asked.tiers
    found = _newest(cursor, widest, low, asked.newest, limit)
    if not found:
        return [[] for _tier in asked.tiers]
    return [*(_newest(cursor, tier, found[-1], found[0], limit) for tier in better), found]


def _newest(cursor: Any, expression: Expression, low: int, high: int, limit: int) -> list[int]:
    cursor.execute(
        f"{_MATCHING} AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s",
        [_written(expression), low, high, limit],
    )
    return [row[0] for row in cursor.fetchall()]


def _among(cursor: Any, expression: Expression, ids: Collection[int]) -> list[int]:
    cursor.execute(f"{_MATCHING} AND {one_of('rowid')}", [_written(expression), listed(ids)])
    return [row[0] for row in cursor.fetchall()]


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

"""The index on PostgreSQL: a vector of forms without positions beside each document, under a GIN index.

GIN cannot read from the newest match on. So each document also carries the number of its "bucket" as a word,
in several sizes, and a search asks for the newest small buckets first: the index then skips through the long
lists of common words instead of reading them. Rare words cost a few short statements.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db import connection

from divan.search.engines.documents import newest_document
from divan.search.expressions import AllOf, AnyOf, Expression
from divan.search.models import IndexedDocument

CREATE = (
    "ALTER TABLE search_indexeddocument ADD COLUMN forms tsvector",
    "CREATE INDEX search_forms ON search_indexeddocument USING gin (forms) WITH (fastupdate = off)",
)
DROP = ("ALTER TABLE search_indexeddocument DROP COLUMN forms",)

_LEVELS = {"¤b": 11, "¤c": 13, "¤d": 15, "¤e": 17}
"""Word and size (as a power of two) of the buckets. Each level looks at four times as many documents as the one
before, so that at most about four times as many rows are read as are asked for."""
_BUCKETS = 3

_RELATIONS = ("search_indexeddocument", "search_knownword", "search_trigram")


class PostgreSQL:
    """See divan.search.engines.Engine."""

    def store(self, rows: Sequence[tuple[IndexedDocument, set[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_indexeddocument (id, kind, object_id, version, digest, forms) "
                "VALUES (%s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))",
                [
                    (one.pk, one.kind, one.object_id, one.version, one.digest, [*forms, *_buckets(one.pk)])
                    for one, forms in rows
                ],
            )

    def remove(self, ids: Collection[int]) -> None:
        IndexedDocument.objects.filter(pk__in=ids).delete()

    def clear(self) -> None:
        IndexedDocument.objects.all().delete()

    def newest(self, low: int, high: int) -> int:
        return newest_document(low, high)

    def matching(
        self, expression: Expression, low: int, high: int, limit: int, *, few: bool = False
    ) -> list[int]:
        found: list[int] = []
        with connection.cursor() as cursor:
            for window, bottom, top in [(None, low, high)] if few else _windows(low, high):
                wanted = AllOf((expression, window)) if window else expression
                # The hits first, then their order: asked for both at once, the planner takes the wrong index.
                cursor.execute(
                    "WITH hits AS MATERIALIZED "
                    "(SELECT id FROM search_indexeddocument WHERE forms @@ %s::tsquery) "
                    "SELECT id FROM hits WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s",
                    [_written(wanted), bottom, top, limit - len(found)],
                )
                found += [row[0] for row in cursor.fetchall()]
                if len(found) >= limit:
                    break
        return found

    def among(self, expression: Expression, ids: Collection[int]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH few AS MATERIALIZED (SELECT id, forms FROM search_indexeddocument WHERE id = ANY(%s)) "
                "SELECT id FROM few WHERE forms @@ %s::tsquery",
                [list(ids), _written(expression)],
            )
            return {row[0] for row in cursor.fetchall()}

    def bytes_used(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name",
                [[*_RELATIONS]],
            )
            return int(cursor.fetchone()[0] or 0)


def _buckets(document_id: int) -> list[str]:
    return [f"{word}{document_id >> bits}" for word, bits in _LEVELS.items()]


def _windows(low: int, high: int) -> Iterator[tuple[Expression | None, int, int]]:
    """The newest buckets of each level, then everything: each with its range of ids."""
    top = high
    for mark, bits in _LEVELS.items():
        last = top >> bits
        first = max(last - _BUCKETS + 1, low >> bits)
        bottom = max(first << bits, low)
        yield AnyOf(tuple(f"{mark}{number}" for number in range(first, last + 1))), bottom, top
        if bottom == low:
            return
        top = bottom - 1
    yield None, low, top


def _written(expression: Expression) -> str:
    """The expression in PostgreSQL's language. Forms hold no quotation mark: letters, digits and marks only."""
    if isinstance(expression, str):
        return f"'{expression}'"
    if isinstance(expression, AnyOf):
        return "(" + " | ".join(map(_written, expression.items)) + ")"
    wanted = " & ".join(map(_written, expression.items))
    unwanted = " | ".join(map(_written, expression.without))
    return f"(({wanted}) & !({unwanted}))" if unwanted else f"({wanted})"

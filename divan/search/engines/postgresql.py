"""The index on PostgreSQL: a vector of forms without positions beside each document, under a GIN index.

How it is asked for the newest matches is in `functions.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from divan.search.engines.asking import Asked
from divan.search.engines.functions import buckets
from divan.search.expressions import AnyOf, Expression
from divan.search.models import IndexedDocument

CREATE = (
    "ALTER TABLE search_indexeddocument ADD COLUMN forms tsvector",
    "CREATE INDEX search_forms ON search_indexeddocument USING gin (forms) WITH (fastupdate = off)",
)
DROP = ("ALTER TABLE search_indexeddocument DROP COLUMN forms",)

_RELATIONS = ("search_indexeddocument", "search_knownword", "search_trigram")

_AT_ONCE = 500
"""Documents whose forms are read in one question: where most of them match, the first ones are enough."""


class PostgreSQL:
    """See divan.search.engines.Engine."""

    def store(self, rows: Sequence[tuple[IndexedDocument, set[str]]]) -> None:
        # One statement for all: forms hold no blanks, so that each document's can be one text.
        columns = [
            [getattr(one, name) for one, _forms in rows]
            for name in ("pk", "kind", "object_id", "version", "digest")
        ]
        forms = [" ".join((*forms, *buckets(one.pk))) for one, forms in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_indexeddocument (id, kind, object_id, version, digest, forms) "
                "SELECT id, kind, object_id, version, digest, array_to_tsvector(string_to_array(forms, ' ')) "
                "FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::smallint[], %s::text[], %s::text[]) "
                "AS new (id, kind, object_id, version, digest, forms)",
                [*columns, forms],
            )

    def remove(self, ids: Collection[int]) -> None:
        IndexedDocument.objects.filter(pk__in=ids).delete()

    def forms(self, ids: Collection[int]) -> dict[int, set[str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, tsvector_to_array(forms) FROM search_indexeddocument WHERE id = ANY(%s)",
                [list(ids)],
            )
            return {pk: set(forms) for pk, forms in cursor.fetchall()}

    def clear(self) -> None:
        IndexedDocument.objects.all().delete()

    def ranked(self, asked: Sequence[Asked], low: int, limit: int) -> list[list[list[int]]]:
        tiers = ["\n".join(map(_written, reversed(one.tiers))) for one in asked]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ARRAY(SELECT array_to_string(ids, ' ') "
                "FROM search_ranked(string_to_array(tiers, E'\\n')::tsquery[], %s, newest, %s) "
                "WITH ORDINALITY AS found (ids, place) ORDER BY place DESC) "
                "FROM unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS asked (tiers, newest, place) "
                "ORDER BY place",
                [low, limit, tiers, [one.newest for one in asked]],
            )
            return [[[int(one) for one in ids.split()] for ids in row[0]] for row in cursor.fetchall()]

    def among(self, expressions: Sequence[Expression], ids: Collection[int]) -> list[list[int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH few AS MATERIALIZED "
                "(SELECT id, strip(forms) AS forms FROM search_indexeddocument WHERE id = ANY(%s)) "
                "SELECT ARRAY(SELECT id FROM few WHERE forms @@ wanted) "
                "FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked (wanted, place) ORDER BY place",
                [list(ids), [_written(expression) for expression in expressions]],
            )
            return [row[0] for row in cursor.fetchall()]

    def newest_among(self, expression: Expression, ids: Sequence[int], limit: int) -> list[int]:
        found: list[int] = []
        for start in range(0, len(ids), _AT_ONCE):
            found += sorted(self.among([expression], ids[start : start + _AT_ONCE])[0], reverse=True)
            if len(found) >= limit:
                break
        return found[:limit]

    def tidy(self) -> None:
        """Autovacuum does it."""

    def bytes_used(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name",
                [[*_RELATIONS]],
            )
            return int(cursor.fetchone()[0] or 0)


def _written(expression: Expression) -> str:
    """The expression in PostgreSQL's language. Forms hold no quotation mark: letters, digits and marks only."""
    if isinstance(expression, str):
        return f"'{expression}'"
    if isinstance(expression, AnyOf):
        return "(" + " | ".join(map(_written, expression.items)) + ")"
    wanted = " & ".join(map(_written, expression.items))
    unwanted = " | ".join(map(_written, expression.without))
    return f"(({wanted}) & !({unwanted}))" if unwanted else f"({wanted})"

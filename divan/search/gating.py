"""Asking a kind's gate about many objects at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from divan.search.documents import View
from divan.search.engines.documents import listed, one_of


class OneOf(Func):
    """The condition that a column is one of many numbers: one parameter, whatever their number.

    `pk__in` builds and checks one parameter for each, which takes longer than the database.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, ids: Collection[int]) -> None:
        super().__init__(F(column))
        self._ids = ids

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        return one_of(column), (*parameters, listed(self._ids))


def visible(view: View, ids: Collection[int], among: QuerySet[Any] | None) -> set[int]:
    """Those of the objects that the view shows and that are in `among`."""
    rows = view.visible().filter(OneOf("pk", ids))
    if among is not None:
        rows = rows.filter(pk__in=among.filter(OneOf("pk", ids)).order_by().values("pk"))
    return set(rows.order_by().values_list("pk", flat=True))

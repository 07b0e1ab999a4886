"""Rows that a caller asks for by name."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from divan.core.errors import NotAllowed

Row = TypeVar("Row", bound=Model)


def one_of(rows: QuerySet[Row], name: str) -> Row:
    """The first of `rows`; raises NotAllowed if there is none. `name` says what was wanted, for the log alone.

    What the reader may not see and what does not exist are the same here, because `rows` comes from a gate.
    """
    found = rows.first()
    if found is None:
        raise NotAllowed(name)
    return found

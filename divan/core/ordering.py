"""Rows that somebody puts in order by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A row with a place in its list."""

    pk: int
    position: int


Row = TypeVar("Row", bound=Placed)


def moved_up(rows: Sequence[Row], moved: Row) -> list[Row]:
    """All rows in their new order and numbered so, with `moved` one place earlier; none if it is the first already."""
    order = list(rows)
    place = next(place for place, row in enumerate(order) if row.pk == moved.pk)
    if not place:
        return []
    order[place - 1], order[place] = order[place], order[place - 1]
    for position, row in enumerate(order):
        row.position = position
    return order

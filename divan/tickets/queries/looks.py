"""How a list is shown: beside the conversation or as a table, with which columns, in which order, how dense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SPLIT, TABLE = "split", "table"
COMFORTABLE, COMPACT = "comfortable", "compact"
LAYOUTS, DENSITIES = (SPLIT, TABLE), (COMFORTABLE, COMPACT)
MOST_COLUMNS = 20
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Look:
    """Empty `columns` and an empty `sort` are the usual ones of the list."""

    layout: str = SPLIT
    density: str = COMFORTABLE
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        return self.layout == TABLE

    @property
    def stored(self) -> dict[str, Any]:
        """The same as a row keeps it."""
        return {**asdict(self), "columns": list(self.columns)}


USUAL = Look()
"""How a list is shown to those who have not chosen."""


def look_from(stored: Mapping[str, Any]) -> Look:
    """The look that was stored or typed; what is not known is left out."""
    columns = stored.get("columns") or ()
    slugs = (str(slug)[:_LONGEST_SLUG] for slug in columns) if isinstance(columns, (list, tuple)) else ()
    return Look(
        layout=_known(stored.get("layout"), LAYOUTS),
        density=_known(stored.get("density"), DENSITIES),
        sort=str(stored.get("sort") or "")[:_LONGEST_SLUG],
        columns=tuple(dict.fromkeys(slugs))[:MOST_COLUMNS],
    )


def _known(value: object, values: tuple[str, ...]) -> str:
    return str(value) if value in values else values[0]

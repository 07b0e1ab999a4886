"""Fields of tickets as columns of lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html

from divan.tickets.answers import shown
from divan.tickets.fields.definitions import definitions
from divan.tickets.fields.values import names_in
from divan.tickets.models import CustomField, Kind
from divan.tickets.queries.columns import Column, Row
from divan.ui import formats

# Too long for a line of a list.
NOT_IN_LISTS = frozenset({Kind.LONG_TEXT, Kind.FILE})


def field_columns() -> Iterator[Column]:
    """A column for each field in use, in their order."""
    return (_column(row) for row in definitions() if row.is_active and row.kind not in NOT_IN_LISTS)


def _column(field: CustomField) -> Column:
    def load(rows: Sequence[Row]) -> None:
        """Two queries at most, for names of people and of products."""
        names = names_in((field, row["answers"][field.slot]) for row in rows if field.slot in row["answers"])
        language = formats.language()
        for row in rows:
            value = row["answers"].get(field.slot)
            row[field.slot] = "" if value is None else shown(field, value, language, names)

    return Column(
        field.slot,
        str(field),
        ("answers",),
        lambda row, _showing: format_html("<bdi>{}</bdi>", row[field.slot]),
        load,
    )

"""Cursors of lists that are ordered by a moment: where a page ends, as text for an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from divan.core.ids import id_in

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Microseconds until the year 5138; dates go no further than 9999.
_LONGEST_MOMENT = 17


def cursor_behind(moment: datetime, row_id: int) -> str:
    """The place behind the row with that moment and id."""
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{row_id}"


def place_of(cursor: str) -> tuple[datetime, int] | None:
    """The moment and the id in a cursor; None for anything that is not ours."""
    micros, _dash, row_id = cursor.partition("-")
    if len(micros) > _LONGEST_MOMENT or not (id_in(micros) and id_in(row_id)):
        return None
    return _EPOCH + timedelta(microseconds=id_in(micros)), id_in(row_id)

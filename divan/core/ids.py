"""Ids of rows as they come from outside."""

from __future__ import annotations

import re

# The largest id has 19 digits; whatever has fewer fits the column, and no row is missed for a long time.
_ID = re.compile(r"[1-9][0-9]{0,17}")


def id_in(text: str) -> int:
    """The id that `text` says; 0, which no row has, for anything else.

    Each id is written in one way, as our own pages write it: other digits than 0-9, leading zeros and more than a
    database can hold are no id.
    """
    return int(text) if _ID.fullmatch(text) else 0

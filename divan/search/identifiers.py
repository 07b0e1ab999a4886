"""Ids of documents: the kind above, a growing number below, so that the largest id of a kind is the newest.

Both engines read matches by id from the newest on. That is what makes common words cheap.
"""

from __future__ import annotations

SERIAL_BITS = 40
SPAN = 1 << SERIAL_BITS
"""Documents of a kind that can ever be given a number; ids stay below 2**53 for 8,192 kinds."""
LAST = (1 << 53) - 1
"""No document has a greater id."""


def first_of(code: int) -> int:
    """The smallest id that a document of this kind can have."""
    return code * SPAN


def last_of(code: int) -> int:
    """The largest one."""
    return (code + 1) * SPAN - 1


def serial_of(document_id: int) -> int:
    """The number of a document within its kind."""
    return document_id % SPAN

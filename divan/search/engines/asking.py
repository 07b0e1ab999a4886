"""What an engine is asked."""

from __future__ import annotations

from typing import NamedTuple

from divan.search.expressions import Expression


class Asked(NamedTuple):
    """Expressions, the best first, and the newest document to look at, which had better exist."""

    tiers: tuple[Expression, ...]
    newest: int

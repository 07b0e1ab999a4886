"""Durable readers of the event log: each gets every event of its kinds at least once, in its own queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from divan.core.registry import Registry
from divan.tickets.models import Event


@dataclass(frozen=True)
class Reader:
    """`apply` handles one event and must be idempotent by its id.

    `rebuild` makes what the reader keeps from nothing; a reader that only acts on the world outside
    (it queues mail, say) keeps nothing and has None. `kinds` may be a registry that slices above add to.
    """

    apply: Callable[[Event], None]
    kinds: frozenset[str] | Registry[Any]
    rebuild: Callable[[], None] | None = None


readers: Registry[Reader] = Registry("event readers")

"""How far the event log has come; the slice that owns the log registers the answer."""

from __future__ import annotations

from collections.abc import Callable

from divan.core.registry import Registry

latest: Registry[Callable[[], int]] = Registry("latest event")


def latest_event() -> int:
    """The id of the newest event, 0 while there is no log."""
    return max((newest() for newest in latest.values()), default=0)

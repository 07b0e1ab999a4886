"""How far the event log has come; the slice that owns the log registers the answer."""

from __future__ import annotations

from collections.abc import Callable

from divan.core.registry import Registry

latest: Registry[Callable[[], int]] = Registry("latest event")
_heard = 0


def latest_event() -> int:
    """The id of the newest event, 0 while there is no log."""
    return max((newest() for newest in latest.values()), default=0)


def hear(event: int) -> None:
    """Remember that this process knows of `event`, from a ring or from the log."""
    global _heard
    _heard = max(_heard, event)


def heard() -> int:
    """The newest event that this process knows of, without a look at the log: never more than there is."""
    return _heard

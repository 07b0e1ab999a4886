"""The installation's settings, read from the database at most once every few seconds in each process."""

from __future__ import annotations

import time

from divan.accounts.models import Installation

_KEEP_SECONDS = 5.0
_kept: tuple[float, Installation] | None = None


def installation() -> Installation | None:
    """The installation, or None while it is not set up. A change reaches other processes in five seconds."""
    global _kept
    if _kept and time.monotonic() - _kept[0] < _KEEP_SECONDS:
        return _kept[1]
    found = Installation.objects.first()
    _kept = (time.monotonic(), found) if found else None
    return found


def forget() -> None:
    """Read again at the next question; called after a change and between tests."""
    global _kept
    _kept = None

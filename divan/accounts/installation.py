"""The installation's settings, read from the database at most once every few seconds in each process."""

from __future__ import annotations

from divan.accounts.models import Installation
from divan.core.kept import Kept

_kept = Kept(Installation.objects.first)


def installation() -> Installation | None:
    """The installation, or None while it is not set up. A change reaches other processes in five seconds."""
    found = _kept()
    if found is None:
        forget()  # the set-up page is seen at once
    return found


def forget() -> None:
    """Read again at the next question; called after a change and between tests."""
    _kept.forget()

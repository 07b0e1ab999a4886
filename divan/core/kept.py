"""Small tables that everything asks and almost nothing changes, read at most every few seconds in each process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SECONDS = 5.0
_all: list[Kept[Any]] = []


class Kept(Generic[T]):
    """What `load` returned, for `SECONDS`. A change reaches other processes within that time.

    Whoever changes the table calls `forget` once the change is committed.
    """

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._kept: tuple[float, T] | None = None
        _all.append(self)

    def __call__(self) -> T:
        if self._kept is None or time.monotonic() - self._kept[0] >= SECONDS:
            self._kept = (time.monotonic(), self._load())
        return self._kept[1]

    def forget(self) -> None:
        """Read again at the next question."""
        self._kept = None


def forget_all() -> None:
    """Read everything again: another database is in use now."""
    for kept in _all:
        kept.forget()

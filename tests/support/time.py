"""A clock that stands still until the test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from divan.core import clock

NOON = datetime(2026, 3, 21, 12, 0, tzinfo=UTC)


class FrozenClock:
    """The time of `divan.core.clock` as the test wants it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._held = ExitStack()
        self._held.enter_context(clock.at(moment))

    def advance(self, step: timedelta) -> datetime:
        """Move forward by `step` and return the new time."""
        self._held.close()
        self.moment += step
        self._held.enter_context(clock.at(self.moment))
        return self.moment

    def release(self) -> None:
        """Let the time run again."""
        self._held.close()


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """The clock stands at noon of 21 March 2026 (UTC), the first day of 1405."""
    frozen = FrozenClock(NOON)
    yield frozen
    frozen.release()

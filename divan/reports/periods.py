"""The days that a report is about, as its reader counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from divan.core import clock


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one, both included; `days` if it is so many days up to today."""

    since: date
    until: date
    days: int | None = None

    @property
    def start(self) -> datetime:
        """The moment at which the first day begins for the reader."""
        return _midnight(self.since)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return _midnight(self.until + timedelta(days=1))


def last(days: int) -> Period:
    """So many days, today is the last of them."""
    today = timezone.localdate(clock.now())
    return Period(today - timedelta(days=days - 1), today, days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()).astimezone(UTC)

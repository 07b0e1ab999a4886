"""Working time: when a period of opening hours ends, and how much of it lies between two moments.

Opening hours are local wall time; counting happens between instants, so that a change of the clock
neither doubles nor loses an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from .public_holidays import HALF_DAY_CLOSING_HOUR, holiday_on

Interval = tuple[time, time]
"""Opening and closing time of one stretch; closing at 00:00 means the end of that day."""

_LONGEST_CLOSURE = timedelta(days=366)


@dataclass(frozen=True)
class BusinessCalendar:
    """When somebody works: weekly hours in a zone, minus holidays and extra closing days."""

    zone: str
    week: Mapping[int, tuple[Interval, ...]]
    """Opening intervals by weekday (0 is Monday); a day that is missing is closed."""
    country: str | None = None
    """ISO 3166 code of the country whose public holidays are kept; None keeps none."""
    closed: frozenset[date] = field(default_factory=frozenset)
    worked_holidays: frozenset[date] = field(default_factory=frozenset)
    """Public holidays on which this calendar is open all the same."""

    def openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The opening intervals of one local day as instants in UTC, in order."""
        closing = self._early_closing(day)
        if closing == time.min:
            return
        for opens, closes in sorted(self.week.get(day.weekday(), ())):
            if closing and opens >= closing:
                continue
            if closing and (closes == time.min or closes > closing):
                closes = closing
            last_day = day + timedelta(days=1) if closes == time.min else day
            start, end = self._instant(day, opens), self._instant(last_day, closes)
            # Between hours that the clock leaves out in spring, nothing is open.
            if start < end:
                yield start, end

    def _early_closing(self, day: date) -> time | None:
        """None on an ordinary day, midnight on a closed one, the closing time on a half day."""
        if day in self.closed:
            return time.min
        holiday = holiday_on(day, self.country) if self.country else None
        if holiday is None or day in self.worked_holidays:
            return None
        return time(HALF_DAY_CLOSING_HOUR) if holiday.half else time.min

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


def due_at(start: datetime, hours: float, calendar: BusinessCalendar) -> datetime:
    """The instant (UTC) at which `hours` working hours after `start` (aware) are used up.

    Zero hours are over at once. Raises ValueError for negative hours and for a calendar that stays
    closed for a year.
    """
    if hours < 0:
        raise ValueError("working hours cannot be negative")
    left = timedelta(hours=hours)
    if not left:
        return start.astimezone(UTC)
    for opens, closes in _openings_from(start, calendar):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise AssertionError("openings never end")


def worked_between(start: datetime, end: datetime, calendar: BusinessCalendar) -> timedelta:
    """The working time between two instants; nothing when `end` is not after `start`."""
    worked = timedelta()
    if end <= start:
        return worked
    first = start.astimezone(ZoneInfo(calendar.zone)).date()
    last = end.astimezone(ZoneInfo(calendar.zone)).date()
    for offset in range((last - first).days + 1):
        for opens, closes in calendar.openings(first + timedelta(days=offset)):
            worked += max(timedelta(), min(closes, end) - max(opens, start))
    return worked


def _openings_from(start: datetime, calendar: BusinessCalendar) -> Iterator[tuple[datetime, datetime]]:
    """Opening intervals from `start` on, the first one cut at it, without end."""
    moment = start.astimezone(UTC)
    first = start.astimezone(ZoneInfo(calendar.zone)).date()
    last_seen = first
    for offset in count():
        day = first + timedelta(days=offset)
        for opens, closes in calendar.openings(day):
            if closes > moment:
                last_seen = day
                yield max(opens, moment), closes
        if day - last_seen > _LONGEST_CLOSURE:
            raise ValueError("this calendar has no opening hours")

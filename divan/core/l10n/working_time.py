"""Working time counted quickly: for the rows of a list, which all ask about the same opening hours.

What is worked in a year is added up once; then the time between two moments costs a few look-ups, however
many days lie between them. `business_time` says what opening hours are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .business_time import BusinessCalendar, Interval

LONGEST_LOOK_BACK = timedelta(days=3660)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_Span = tuple[int, int]


class _Year(NamedTuple):
    """The openings of each day, what is worked before each day, and in the whole year; all in microseconds."""

    openings: list[tuple[_Span, ...]]
    before: list[int]
    total: int


class WorkingTime:
    """Counts along one calendar. What it has added up it keeps, so ask the same object again."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar
        self._zone = ZoneInfo(calendar.zone)
        self._years: dict[int, _Year] = {}

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants (aware); nothing when `end` is not after `start`.

        Additive (from a to b and from b to c are from a to c), and never less for a longer stretch.
        """
        if end <= start:
            return timedelta()
        first, earlier = self._since_new_year(start)
        last, later = self._since_new_year(end)
        whole = sum(self._year(year).total for year in range(first, last))
        return (whole + later - earlier) * _MICROSECOND

    def latest_start(self, end: datetime, worked: timedelta) -> datetime | None:
        """The last instant (UTC) from which `worked` passes until `end`; None if it is more than ten years back."""
        left, now = worked // _MICROSECOND, _stamp(end)
        if left <= 0:
            return end.astimezone(UTC)
        last = end.astimezone(self._zone).date()
        for back in range(LONGEST_LOOK_BACK.days):
            for opens, closes in reversed(self._openings(last - timedelta(days=back))):
                worked_here = max(0, min(closes, now) - opens)
                if worked_here >= left:
                    return _EPOCH + (opens + worked_here - left) * _MICROSECOND
                left -= worked_here
        return None

    @property
    def day(self) -> timedelta:
        """The length of a whole working day: of the weekday that is open longest. Nothing if none is."""
        return max((_length(hours) for hours in self.calendar.week.values()), default=timedelta())

    def _since_new_year(self, moment: datetime) -> tuple[int, int]:
        """The local year, and what was worked in it until this moment."""
        day, now = moment.astimezone(self._zone).date(), _stamp(moment)
        today = sum(max(0, min(closes, now) - opens) for opens, closes in self._openings(day))
        return day.year, self._year(day.year).before[_place(day)] + today

    def _openings(self, day: date) -> tuple[_Span, ...]:
        return self._year(day.year).openings[_place(day)]

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            first = date(year, 1, 1)
            days = [first + timedelta(days=each) for each in range((date(year + 1, 1, 1) - first).days)]
            openings = [
                tuple((_stamp(opens), _stamp(closes)) for opens, closes in self.calendar.openings(day))
                for day in days
            ]
            sums = list(accumulate((sum(b - a for a, b in spans) for spans in openings), initial=0))
            self._years[year] = _Year(openings, sums, sums[-1])
        return self._years[year]


def _stamp(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _place(day: date) -> int:
    return day.timetuple().tm_yday - 1


def _length(hours: Iterable[Interval]) -> timedelta:
    """How long the stretches of one day are on the clock; midnight at the end is the end of the day."""
    any_day = date(2001, 1, 1)
    lengths = (
        datetime.combine(any_day, closes) - datetime.combine(any_day, opens) for opens, closes in hours
    )
    return sum(
        (length if length > timedelta() else length + timedelta(days=1) for length in lengths), timedelta()
    )

"""Working time for lists: the same as counted day by day, in four time zones and over changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.business_time import BusinessCalendar, worked_between
from divan.core.l10n.working_time import LONGEST_LOOK_BACK, WorkingTime

OFFICE = (time(9), time(12, 30)), (time(13), time(17, 30))
NIGHT = (time(0), time(6)), (time(22), time(0))
CALENDARS = {
    "Istanbul, Monday to Friday": BusinessCalendar(
        "Europe/Istanbul", dict.fromkeys(range(5), OFFICE), country="TR"
    ),
    "Jerusalem, Sunday to Thursday": BusinessCalendar(
        "Asia/Jerusalem", dict.fromkeys((6, 0, 1, 2, 3), OFFICE), country="IL"
    ),
    "Tehran, Saturday to Wednesday": BusinessCalendar(
        "Asia/Tehran", dict.fromkeys((5, 6, 0, 1, 2), OFFICE), closed=frozenset({date(2026, 3, 21)})
    ),
    "Warsaw, every night": BusinessCalendar("Europe/Warsaw", dict.fromkeys(range(7), NIGHT)),
}
COUNTERS = {name: WorkingTime(calendar) for name, calendar in CALENDARS.items()}
EACH = st.sampled_from(sorted(CALENDARS))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(EACH, MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)))
def test_it_is_what_counting_day_by_day_gives(name: str, start: datetime, length: timedelta) -> None:
    expected = worked_between(start, start + length, CALENDARS[name])
    assert COUNTERS[name].between(start, start + length) == expected


@given(EACH, MOMENTS, MOMENTS, MOMENTS)
def test_it_is_additive_and_never_runs_back(name: str, a: datetime, b: datetime, c: datetime) -> None:
    early, middle, late = sorted((a, b, c))
    between = COUNTERS[name].between
    assert between(early, middle) + between(middle, late) == between(early, late)
    assert timedelta() <= between(early, middle) <= between(early, late) <= late - early
    assert between(late, early) == timedelta()


@given(EACH, MOMENTS, st.integers(1, 20_000))
def test_the_latest_start_is_exact(name: str, end: datetime, minutes: int) -> None:
    counter, worked = COUNTERS[name], timedelta(minutes=minutes)
    start = counter.latest_start(end, worked)
    assert start is not None
    assert counter.between(start, end) == worked
    assert counter.between(start + timedelta(microseconds=1), end) < worked


@pytest.mark.parametrize(
    ("zone", "before", "after", "worked"),
    [
        ("Europe/Warsaw", "2026-03-28T12:00+00:00", "2026-03-29T12:00+00:00", 24),
        ("Europe/Warsaw", "2026-10-24T12:00+00:00", "2026-10-25T12:00+00:00", 24),
        ("Asia/Jerusalem", "2026-03-26T22:00+00:00", "2026-03-27T21:00+00:00", 23),
        ("Asia/Jerusalem", "2026-10-24T21:00+00:00", "2026-10-25T22:00+00:00", 25),
    ],
)
def test_days_with_a_change_of_clock_are_as_long_as_they_are(
    zone: str, before: str, after: str, worked: int
) -> None:
    always = WorkingTime(BusinessCalendar(zone, dict.fromkeys(range(7), ((time(0), time(0)),))))
    assert always.between(datetime.fromisoformat(before), datetime.fromisoformat(after)) == timedelta(
        hours=worked
    )


def test_hours_that_the_clock_leaves_out_are_closed() -> None:
    early = WorkingTime(BusinessCalendar("Europe/Warsaw", dict.fromkeys(range(7), ((time(2, 15), time(3)),))))
    day = datetime(2026, 3, 29, tzinfo=UTC)
    assert timedelta() <= early.between(day, day + timedelta(days=1)) <= timedelta(minutes=45)


def test_a_whole_day_is_the_longest_of_the_week() -> None:
    week = {0: ((time(9), time(17)),), 1: ((time(9), time(12)), (time(22), time(0)))}
    assert WorkingTime(BusinessCalendar("UTC", week)).day == timedelta(hours=8)
    assert WorkingTime(BusinessCalendar("UTC", {})).day == timedelta()


def test_who_never_opens_never_worked() -> None:
    never, now = WorkingTime(BusinessCalendar("UTC", {})), datetime(2026, 6, 1, tzinfo=UTC)
    assert never.between(now - LONGEST_LOOK_BACK, now) == timedelta()
    assert never.latest_start(now, timedelta(minutes=1)) is None
    assert never.latest_start(now, timedelta()) == now

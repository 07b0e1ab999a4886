"""Working time over opening hours, half days, holidays and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.business_time import BusinessCalendar, due_at, worked_between
from divan.core.l10n.public_holidays import holiday_on, holidays_of

OFFICE = (time(9), time(12, 30)), (time(13), time(17, 30))
ISTANBUL = BusinessCalendar("Europe/Istanbul", dict.fromkeys(range(5), OFFICE), country="TR")
ALWAYS = BusinessCalendar("Europe/Warsaw", dict.fromkeys(range(7), ((time(0), time(0)),)))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
HOURS = st.integers(0, 24_000).map(lambda minutes: minutes / 60)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@given(MOMENTS, HOURS)
def test_due_time_and_worked_time_are_each_other_s_inverse(start: datetime, hours: float) -> None:
    assert worked_between(start, due_at(start, hours, ISTANBUL), ISTANBUL) == timedelta(hours=hours)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), HOURS)
def test_who_starts_later_is_due_no_earlier(start: datetime, later: timedelta, hours: float) -> None:
    assert due_at(start, hours, ISTANBUL) <= due_at(start + later, hours, ISTANBUL)


@given(MOMENTS, HOURS, HOURS)
def test_more_hours_are_due_no_earlier(start: datetime, hours: float, more: float) -> None:
    assert due_at(start, hours, ISTANBUL) <= due_at(start, hours + more, ISTANBUL)


def test_breaks_and_half_days_stop_the_clock() -> None:
    start = at("2026-10-28T12:00", "Europe/Istanbul")
    assert due_at(start, 1, ISTANBUL) == at("2026-10-30T09:30", "Europe/Istanbul")


def test_round_the_clock_follows_instants_over_a_change_of_clock() -> None:
    start = at("2026-03-28T12:00", "Europe/Warsaw")
    assert due_at(start, 24, ALWAYS) == at("2026-03-29T13:00", "Europe/Warsaw")


def test_own_closing_days_and_worked_holidays() -> None:
    week = dict.fromkeys(range(5), ((time(8), time(16)),))
    new_year, day_after = date(2026, 1, 1), date(2026, 1, 2)
    calendar = BusinessCalendar(
        "Europe/Warsaw", week, "PL", closed=frozenset({day_after}), worked_holidays=frozenset({new_year})
    )
    start = at("2026-01-01T15:00", "Europe/Warsaw")
    assert due_at(start, 2, calendar) == at("2026-01-05T09:00", "Europe/Warsaw")


def test_impossible_questions_are_refused() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="negative"):
        due_at(now, -1, ISTANBUL)
    with pytest.raises(ValueError, match="no opening hours"):
        due_at(now, 1, BusinessCalendar("UTC", {}))
    assert worked_between(now, now - timedelta(days=3), ALWAYS) == timedelta()


def test_holidays_say_whether_they_are_whole_and_certain() -> None:
    feast_eve = holiday_on(date(2026, 5, 26), "TR")
    assert feast_eve is not None
    assert feast_eve.half
    assert any(holiday.provisional for holiday in holidays_of("TR", 2036).values())
    assert not any(holiday.provisional for holiday in holidays_of("PL", 2036).values())
    with pytest.raises(ValueError, match="country"):
        holidays_of("XX", 2026)

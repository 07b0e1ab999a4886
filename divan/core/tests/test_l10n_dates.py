"""Dates, ages and durations in five languages, and the Persian calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.core.l10n.calendars import SATURDAY, SUNDAY, from_jalali, is_leap, parse_date, to_jalali, week_of
from divan.core.l10n.dates import (
    age,
    ago,
    date_full,
    date_medium,
    date_short,
    datetime_full,
    datetime_medium,
    day_heading,
    time_of_day,
    wall_time,
)
from divan.core.l10n.durations import duration
from divan.core.l10n.languages import CODES

NOON = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)
PERSIAN_DAYS = st.dates(from_jalali(1300, 1, 1), from_jalali(1500, 12, 29))


@given(PERSIAN_DAYS)
def test_persian_dates_there_and_back(day: date) -> None:
    assert from_jalali(*to_jalali(day)) == day
    assert to_jalali(day) < to_jalali(day + timedelta(days=1))


@given(st.integers(1300, 1500))
def test_a_persian_leap_year_has_a_thirtieth_of_esfand(year: int) -> None:
    days = (from_jalali(year + 1, 1, 1) - from_jalali(year, 1, 1)).days
    assert days == (366 if is_leap(year) else 365)


@given(PERSIAN_DAYS, st.sampled_from(CODES))
def test_a_date_typed_as_shown_is_understood(day: date, language: str) -> None:
    assert parse_date(date_short(day, language), language) == day
    if day.year >= 1700 or language != "fa":
        assert parse_date(day.isoformat(), language) == day


def test_day_comes_before_month_outside_persian() -> None:
    assert [parse_date(text, "he") for text in ("3/4/2026", "03.04.2026", "2026-04-03")] == [
        date(2026, 4, 3)
    ] * 3


@pytest.mark.parametrize("text", ["", "13.13.2026", "31/02/2026", "3/4/26", "1/2-2026", "soon", "2026-1-1x"])
def test_what_is_no_date_is_refused(text: str) -> None:
    for language in CODES:
        with pytest.raises(ValueError, match=r".+"):
            parse_date(text, language)


def test_persian_refuses_days_that_its_calendar_lacks() -> None:
    assert parse_date("۱۴۰۳-۱۲-۳۰", "fa") == date(2025, 3, 20)
    for text in ("1405/12/30", "1405/13/1", "1405/7/31"):
        with pytest.raises(ValueError, match=r".+"):
            parse_date(text, "fa")


@pytest.mark.parametrize("text", ["0001-01-01", "0622-03-21", "9999-12-31"])
def test_days_that_only_one_calendar_can_write_are_refused(text: str) -> None:
    """A day that an English form took must be shown to Persian readers, too."""
    with pytest.raises(ValueError, match=r".+"):
        parse_date(text, "en")


@pytest.mark.parametrize("text", ["0622-03-22", "9999-03-19"])
def test_the_outermost_days_are_written_in_every_language(text: str) -> None:
    for language in CODES:
        assert date_full(parse_date(text, "en"), language)


def test_a_week_begins_where_its_readers_begin_it() -> None:
    assert [week_of(language).first for language in ("fa", "he")] == [SATURDAY, SUNDAY]


def test_forms_of_one_moment() -> None:
    moment = datetime(2026, 5, 7, 21, 4, tzinfo=UTC)
    assert date_short(moment, "pl", "Europe/Warsaw") == "07.05.2026"
    assert date_medium(moment, "he", "Asia/Jerusalem") == "8 במאי 2026"
    assert date_full(moment, "en", "Europe/London") == "Thursday, 7 May 2026"
    assert datetime_medium(moment, "fa", "Asia/Tehran") == "۱۸ اردیبهشت ۱۴۰۵، ۰۰:۳۴"
    assert time_of_day(moment, "tr", "Europe/Istanbul") == "00:04"
    assert "UTC+03:30" in datetime_full(moment, "fa", "Asia/Tehran")


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        wall_time(datetime(2026, 1, 1), "UTC")


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=13), "Yesterday"),
        (timedelta(days=3), "4 May"),
        (timedelta(days=300), "11/07/2025"),
        (timedelta(hours=-2), "14:00"),
        (timedelta(days=-1), "Tomorrow"),
    ],
)
def test_moments_in_a_list(back: timedelta, expected: str) -> None:
    assert ago(NOON - back, NOON, "en", "UTC") == expected


def test_yesterday_is_a_matter_of_the_reader_s_zone() -> None:
    late, now = datetime(2026, 5, 7, 20, 0, tzinfo=UTC), datetime(2026, 5, 7, 23, 0, tzinfo=UTC)
    assert ago(late, now, "pl", "UTC") == "3 godz."
    assert ago(late, now, "tr", "Europe/Istanbul") == "Dün"
    assert day_heading(late, now, "he", "Asia/Jerusalem") == "אתמול"
    assert day_heading(date(2026, 5, 1), now, "fa", "Asia/Tehran") == "جمعه ۱۱ اردیبهشت ۱۴۰۵"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(seconds=5), "פחות מדקה"),
        (timedelta(hours=2), "שעתיים"),
        (timedelta(days=2, hours=5), "יומיים"),
        (timedelta(days=15), "שבועיים"),
        (timedelta(days=70), "חודשיים"),
        (timedelta(days=800), "שנתיים"),
    ],
)
def test_hebrew_ages_have_a_dual(length: timedelta, expected: str) -> None:
    assert age(NOON - length, NOON, "he") == expected


def test_polish_durations_have_three_forms() -> None:
    assert [duration(n, "day", "pl") for n in (1, 4, 14, 24)] == ["1 dzień", "4 dni", "14 dni", "24 dni"]
    assert [duration(n, "hour", "pl") for n in (1, 4, 14, 24)] == [
        "1 godzina",
        "4 godziny",
        "14 godzin",
        "24 godziny",
    ]

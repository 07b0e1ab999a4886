"""Dates in a query: two calendars, any digits, and days of the reader's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from divan.accounts.models import User
from divan.core import clock
from divan.core.l10n.languages import CODES
from divan.tickets.searching.dates import DAYS, span_of
from divan.tickets.tests.searching import found, only
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday


def span(text: str, language: str = "en", time_zone: str = "UTC") -> tuple[str, str]:
    """First moment and end as they are printed in UTC."""
    with clock.at(NOW):
        meant = span_of(text, language=language, time_zone=time_zone)
    return meant.start.strftime("%Y-%m-%d %H"), meant.end.strftime("%Y-%m-%d %H") if meant.end else ""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-22", "2026-11-22", "2026-11-23"),
        ("2026/11/2", "2026-11-02", "2026-11-03"),
        ("22.11.2026", "2026-11-22", "2026-11-23"),
        ("22/11/2026", "2026-11-22", "2026-11-23"),
        ("۱۴۰۵/۹/۱", "2026-11-22", "2026-11-23"),
        ("1405/09/01", "2026-11-22", "2026-11-23"),
        ("1/9/1405", "2026-11-22", "2026-11-23"),
        ("1405/9", "2026-11-22", "2026-12-22"),
        ("1405", "2026-03-21", "2027-03-21"),
        ("2026-11", "2026-11-01", "2026-12-01"),
        ("12.2026", "2026-12-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("today", "2026-11-22", "2026-11-23"),
        ("Yesterday", "2026-11-21", "2026-11-22"),
        ("this week", "2026-11-16", "2026-11-23"),
        ("last week", "2026-11-09", "2026-11-16"),
        ("last-month", "2026-10-01", "2026-11-01"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("7d", "2026-11-15", ""),
        ("۷d", "2026-11-15", ""),
        ("2w", "2026-11-08", ""),
        ("9m", "2026-02-22", ""),
        ("1y", "2025-11-22", ""),
    ],
)
def test_times_as_people_write_them(text: str, start: str, end: str) -> None:
    assert span(text) == (f"{start} 00", f"{end} 00" if end else "")


def test_hours_count_from_now_and_months_end_where_they_end() -> None:
    assert span("24h") == ("2026-11-21 12", "")
    with clock.at(datetime(2026, 3, 31, 12, tzinfo=UTC)):
        assert span_of("1m", language="en", time_zone="UTC").start.date().isoformat() == "2026-02-28"


def test_days_are_those_of_the_reader() -> None:
    assert span("2026-11-22", time_zone="Asia/Tehran") == ("2026-11-21 20", "2026-11-22 20")
    assert span("2026-10-25", time_zone="Europe/Warsaw") == ("2026-10-24 22", "2026-10-25 23")


def test_weeks_begin_as_they_do_in_the_language() -> None:
    assert span("this week", "he")[0] == "2026-11-22 00"
    assert span("this week", "fa")[0] == "2026-11-21 00"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-02-30", "11/22/2026", "2026-13", "1405/13/01", "0000", "9999", "9999y", "12", "1-2-3"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        span(text)


@given(
    st.text(max_size=12) | st.from_regex(r"[0-9۰-۹]{1,5}[-/.dmyw][0-9]{0,3}[-/.]?[0-9]{0,5}", fullmatch=True)
)
def test_whatever_is_typed_is_a_time_or_refused(text: str) -> None:
    for language in CODES:
        try:
            meant = span_of(text, language=language, time_zone="Asia/Tehran")
        except ValueError:
            continue
        assert meant.end is None or meant.end - meant.start >= timedelta(hours=23)


@pytest.mark.django_db
def test_fields_of_time(people: Cast) -> None:
    User.objects.filter(pk=people.agent.pk).update(time_zone="Asia/Tehran")
    with clock.at(NOW - timedelta(days=40)):
        old = open_ticket(people)
    with clock.at(NOW - timedelta(days=1, hours=15)):  # the 21st in Tehran
        recent = open_ticket(people)
    with clock.at(NOW):
        today = open_ticket(people)
        reply(old, people.agent)
        for text, tickets in {
            "on:today": [today],
            "created:2026-11-22": [today],
            "on:yesterday": [recent],
            "created:1405/8/30": [recent],
            "before:2026-11": [old],
            "before:today": [old, recent],
            "after:2026-11-21": [recent, today],
            "after:7d": [recent, today],
            "created:7d printer": [recent, today],
            "before:7d": [old],
            "-created:7d": [old],
            "updated:today": [old, today],
            "updated:yesterday": [recent],
            "created:2026-10 updated:2026-11": [old],
            "after:2026-11-01 before:yesterday": [],
        }.items():
            assert found(text, people.agent) == only(*tickets), text


def test_days_can_be_named_in_every_language() -> None:
    for language in CODES:
        with override(language):
            name = DAYS.shown(["yesterday"])[0]
        assert span(name) == ("2026-11-21 00", "2026-11-22 00")

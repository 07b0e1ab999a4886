"""Days as people type them in a query: dates of two calendars, months, years, and words such as "yesterday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext_lazy

from divan.core import clock
from divan.core.l10n.calendars import FIRST_GREGORIAN_YEAR, from_jalali, parse_date, week_of
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.searching.vocabulary import Vocabulary

_DAY_FIRST = re.compile(r"(?a:(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))")
_MONTH = re.compile(r"(?a:(\d{4})[-/.](\d{1,2}))")
_MONTH_FIRST = re.compile(r"(?a:(\d{1,2})[-/.](\d{4}))")
_YEAR = re.compile(r"(?a:\d{4})")
_AGO = re.compile(r"(?a:(\d{1,4})([hdwmy]))", re.IGNORECASE)

DAYS = Vocabulary(
    {
        "today": pgettext_lazy("search date", "today"),
        "yesterday": pgettext_lazy("search date", "yesterday"),
        "this week": pgettext_lazy("search date", "this week"),
        "last week": pgettext_lazy("search date", "last week"),
        "this month": pgettext_lazy("search date", "this month"),
        "last month": pgettext_lazy("search date", "last month"),
        "tomorrow": pgettext_lazy("search date", "tomorrow"),
        "next week": pgettext_lazy("search date", "next week"),
        "next month": pgettext_lazy("search date", "next month"),
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` on and before `end`; without an end it is not over."""

    start: datetime
    end: datetime | None = None


def span_of(text: str, *, language: str, time_zone: str) -> Span:
    """The time that is meant, counted in whole days of a time zone.

    Years below 1700 are Jalali in every language. 7d is since seven days ago; weeks begin as they do in the
    language. Raises ValueError for what is no date, and for days that do not exist.
    """
    typed = ascii_digits(strip_controls(text)).strip()
    zone = ZoneInfo(time_zone)
    now = clock.now().astimezone(zone)
    try:
        if ago := _AGO.fullmatch(typed):
            return Span(_before(now, int(ago[1]), ago[2].lower()))
        if key := DAYS.find(typed):
            first, last = _NAMED[key](now.date(), language)
        else:
            first, last = _written(typed)
        return Span(_midnight(first, zone), _midnight(last, zone))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a date: {text!r}") from error


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _before(now: datetime, number: int, unit: str) -> datetime:
    """Midnight so many days, weeks, months or years ago; hours count from now."""
    if unit == "h":
        return (now - timedelta(hours=number)).astimezone(UTC)
    today = now.date()
    if unit in "dw":
        day = today - timedelta(days=number * (7 if unit == "w" else 1))
    else:
        first = _months_later(today.replace(day=1), -number * (12 if unit == "y" else 1))
        day = min(first + timedelta(days=today.day - 1), _months_later(first, 1) - timedelta(days=1))
    return datetime.combine(day, time(), now.tzinfo).astimezone(UTC)


def _months_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _week(today: date, language: str) -> date:
    return today - timedelta(days=(today.weekday() - week_of(language).first) % 7)


_Named = Callable[[date, str], tuple[date, date]]
_DAY, _SEVEN = timedelta(days=1), timedelta(days=7)

_NAMED: Mapping[str, _Named] = {
    "today": lambda today, _language: (today, today + _DAY),
    "yesterday": lambda today, _language: (today - _DAY, today),
    "this week": lambda today, language: (_week(today, language), _week(today, language) + _SEVEN),
    "last week": lambda today, language: (_week(today, language) - _SEVEN, _week(today, language)),
    "this month": lambda today, _language: (today.replace(day=1), _months_later(today.replace(day=1), 1)),
    "last month": lambda today, _language: (_months_later(today.replace(day=1), -1), today.replace(day=1)),
    "tomorrow": lambda today, _language: (today + _DAY, today + 2 * _DAY),
    "next week": lambda today, language: (
        _week(today, language) + _SEVEN,
        _week(today, language) + 2 * _SEVEN,
    ),
    "next month": lambda today, _language: (
        _months_later(today.replace(day=1), 1),
        _months_later(today.replace(day=1), 2),
    ),
}


def _written(typed: str) -> tuple[date, date]:
    """First day, and the day after the last, of a written day, month or year."""
    if found := _MONTH.fullmatch(typed):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH_FIRST.fullmatch(typed):
        return _month(int(found[2]), int(found[1]))
    if _YEAR.fullmatch(typed):
        year = int(typed)
        return _first_of(year, 1), _first_of(year + 1, 1)
    found = _DAY_FIRST.fullmatch(typed)
    if found and int(found[3]) < FIRST_GREGORIAN_YEAR:
        day = from_jalali(int(found[3]), int(found[2]), int(found[1]))
    else:
        # English reads days first, Persian reads small years as Jalali; each refuses what the other accepts.
        day = parse_date(typed, "en" if found else "fa")
    return day, day + _DAY


def _month(year: int, month: int) -> tuple[date, date]:
    return _first_of(year, month), _first_of(year + month // 12, month % 12 + 1)


def _first_of(year: int, month: int) -> date:
    if year < FIRST_GREGORIAN_YEAR:
        return from_jalali(year, month, 1)
    return date(year, month, 1)

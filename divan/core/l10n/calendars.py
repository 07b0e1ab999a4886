"""Calendars: the Persian (Jalali) one, dates as people type them, and the week of each language."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from persiantools.jdatetime import JalaliDate

from .direction import strip_controls
from .languages import known
from .numbers import ascii_digits

FIRST_GREGORIAN_YEAR = 1700
"""In a Persian date field a year from here on is Gregorian; smaller ones are Jalali."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

_YEAR_FIRST = re.compile(r"(?a:(\d{4})([-/.])(\d{1,2})\2(\d{1,2}))")
_DAY_FIRST = re.compile(r"(?a:(\d{1,2})([-/.])(\d{1,2})\2(\d{4}))")


class JalaliDay(NamedTuple):
    """A day of the Persian calendar."""

    year: int
    month: int
    day: int


class Week(NamedTuple):
    """The first day of the week and the days off; 0 is Monday, as in `date.weekday`."""

    first: int
    weekend: tuple[int, ...]


_WESTERN = Week(MONDAY, (SATURDAY, SUNDAY))
_WEEKS = {
    "en": _WESTERN,
    "tr": _WESTERN,
    "pl": _WESTERN,
    "he": Week(SUNDAY, (FRIDAY, SATURDAY)),
    "fa": Week(SATURDAY, (THURSDAY, FRIDAY)),
}


@lru_cache(maxsize=4096)
def to_jalali(day: date) -> JalaliDay:
    """The Persian date of a Gregorian one."""
    there = JalaliDate.to_jalali(day.year, day.month, day.day)
    return JalaliDay(there.year, there.month, there.day)


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Persian one. Raises ValueError for a day that does not exist."""
    there: date = JalaliDate(year, month, day).to_gregorian()
    return there


FIRST_DAY, LAST_DAY = from_jalali(1, 1, 1), from_jalali(9377, 12, 29)
"""What both calendars can write: the Persian one begins here, and the years of the other end at 9999."""


def is_leap(year: int) -> bool:
    """Whether Esfand has 30 days in that Persian year."""
    return bool(JalaliDate.is_leap(year))


def week_of(language: str) -> Week:
    """Week start and usual weekend of the language; a team's own calendar may differ."""
    return _WEEKS[known(language)]


def parse_date(text: str, language: str) -> date:
    """A date as typed: year first in every language, else day first; never month first.

    Any digits, with - / or . between. In Persian, years below 1700 are Jalali and there is no
    day-first form. Raises ValueError for anything else, for days that do not exist, and for those
    that only one of the calendars can write: another reader could not be shown them.
    """
    day = _typed_day(text, language)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"no day of both calendars: {text!r}")
    return day


def _typed_day(text: str, language: str) -> date:
    typed = ascii_digits(strip_controls(text)).strip()
    persian = known(language) == "fa"
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        if persian and year < FIRST_GREGORIAN_YEAR:
            return from_jalali(year, month, day)
        return date(year, month, day)
    if not persian and (found := _DAY_FIRST.fullmatch(typed)):
        return date(int(found[4]), int(found[3]), int(found[1]))
    raise ValueError(f"not a date: {text!r}")

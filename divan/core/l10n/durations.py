"""Lengths of time in words: "2 minutes", "שעתיים", "22 minuty"."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Literal

from .languages import known
from .numbers import digits
from .plurals import plural_index

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]

MINUTE, HOUR, DAY = 60, 3600, 86400

# One entry per plural form of the language; the Hebrew one and two carry their number in the word.
_WORDS: dict[str, dict[Unit, tuple[str, ...]]] = {
    "en": {
        "second": ("{n} second", "{n} seconds"),
        "minute": ("{n} minute", "{n} minutes"),
        "hour": ("{n} hour", "{n} hours"),
        "day": ("{n} day", "{n} days"),
        "week": ("{n} week", "{n} weeks"),
        "month": ("{n} month", "{n} months"),
        "year": ("{n} year", "{n} years"),
    },
    "tr": {
        "second": ("{n} saniye",) * 2,
        "minute": ("{n} dakika",) * 2,
        "hour": ("{n} saat",) * 2,
        "day": ("{n} gün",) * 2,
        "week": ("{n} hafta",) * 2,
        "month": ("{n} ay",) * 2,
        "year": ("{n} yıl",) * 2,
    },
    "he": {
        "second": ("שנייה", "{n} שניות", "{n} שניות", "{n} שניות"),
        "minute": ("דקה", "{n} דקות", "{n} דקות", "{n} דקות"),
        "hour": ("שעה", "שעתיים", "{n} שעות", "{n} שעות"),
        "day": ("יום", "יומיים", "{n} ימים", "{n} ימים"),
        "week": ("שבוע", "שבועיים", "{n} שבועות", "{n} שבועות"),
        "month": ("חודש", "חודשיים", "{n} חודשים", "{n} חודשים"),
        "year": ("שנה", "שנתיים", "{n} שנים", "{n} שנים"),
    },
    "fa": {
        "second": ("{n} ثانیه",) * 2,
        "minute": ("{n} دقیقه",) * 2,
        "hour": ("{n} ساعت",) * 2,
        "day": ("{n} روز",) * 2,
        "week": ("{n} هفته",) * 2,
        "month": ("{n} ماه",) * 2,
        "year": ("{n} سال",) * 2,
    },
    "pl": {
        "second": ("{n} sekunda", "{n} sekundy", "{n} sekund", "{n} sekundy"),
        "minute": ("{n} minuta", "{n} minuty", "{n} minut", "{n} minuty"),
        "hour": ("{n} godzina", "{n} godziny", "{n} godzin", "{n} godziny"),
        "day": ("{n} dzień", "{n} dni", "{n} dni", "{n} dnia"),
        "week": ("{n} tydzień", "{n} tygodnie", "{n} tygodni", "{n} tygodnia"),
        "month": ("{n} miesiąc", "{n} miesiące", "{n} miesięcy", "{n} miesiąca"),
        "year": ("{n} rok", "{n} lata", "{n} lat", "{n} roku"),
    },
}
_SHORT: dict[str, dict[Unit, str]] = {
    "en": {"minute": "{n} min", "hour": "{n} h"},
    "tr": {"minute": "{n} dk", "hour": "{n} sa"},
    "he": {"minute": "{n} דק׳", "hour": "{n} שע׳"},
    "fa": {"minute": "{n} دقیقه", "hour": "{n} ساعت"},
    "pl": {"minute": "{n} min", "hour": "{n} godz."},
}
_UNDER_A_MINUTE = {
    "en": "less than a minute",
    "tr": "1 dakikadan az",
    "he": "פחות מדקה",
    "fa": "کمتر از ۱ دقیقه",
    "pl": "poniżej minuty",
}


@lru_cache(maxsize=4096)
def duration(n: int, unit: Unit, language: str) -> str:
    """`n` whole units in words."""
    language = known(language)
    form = _WORDS[language][unit][plural_index(n, language)]
    return form.format(n=digits(str(n), language))


@lru_cache(maxsize=1024)
def duration_short(n: int, unit: Literal["minute", "hour"], language: str) -> str:
    """`n` minutes or hours, abbreviated for the columns of a list."""
    language = known(language)
    return _SHORT[language][unit].format(n=digits(str(n), language))


def span(minutes: int, language: str) -> str:
    """Minutes as hours and minutes, abbreviated: what a clock with hands would have gone."""
    hours, rest = divmod(minutes, 60)
    parts = [duration_short(hours, "hour", language)] if hours else []
    if rest or not hours:
        parts.append(duration_short(rest, "minute", language))
    return " ".join(parts)


def rough(length: timedelta, language: str) -> str:
    """A length of time in one unit, rounded down; its sign does not matter."""
    seconds = int(abs(length.total_seconds()))
    if seconds < MINUTE:
        return _UNDER_A_MINUTE[known(language)]
    return duration(*_largest_unit(seconds), language)


def _largest_unit(seconds: int) -> tuple[int, Unit]:
    """The count and unit that say most in few words: days up to two weeks, months up to a year."""
    days = seconds // DAY
    if seconds < HOUR:
        return seconds // MINUTE, "minute"
    if seconds < DAY:
        return seconds // HOUR, "hour"
    if days < 14:
        return days, "day"
    if days < 60:
        return days // 7, "week"
    if days < 365:
        return min(days // 30, 11), "month"
    return days // 365, "year"

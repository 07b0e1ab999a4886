"""Times to come as people type them: "tomorrow", "monday 9", "3d", "1405/09/01 14:30", in five languages."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from divan.core import clock
from divan.core.l10n import dates
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.searching.dates import span_of
from divan.tickets.searching.vocabulary import Vocabulary

MORNING, EVENING = time(9), time(18)

_CLOCK = re.compile(r"(?a:(?:^|\s)(\d{1,2})(?:[:.](\d{2}))?$)")
_IN = re.compile(r"(?:(?:in|za|בעוד) )?(\d{1,3})\s?([^\W\d]+)\.?(?: (?:sonra|بعد|دیگر))?")
_UNITS = {
    "h": ("hour", "hours", "saat", "sa", "שעה", "שעות", "ساعت", "godz", "godzina", "godziny", "godzin"),
    "d": ("day", "days", "gün", "יום", "ימים", "روز", "dzień", "dni"),
    "w": ("week", "weeks", "hafta", "שבוע", "שבועות", "هفته", "tydzień", "tygodnie", "tygodni"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in (unit, *words)}
# Words that stand between a day and an hour, or before a day.
_JOINTS = {"at", "on", "saat", "günü", "o", "w", "we", "ב", "ביום", "יום", "בשעה", "ساعت", "در", "روز"}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _in_language(name: str, place: int) -> str:
    language = known(get_language())
    return dates.near_day_name(place, language) if name == "near" else dates.weekday_name(place, language)


_named = lazy(_in_language, str)
_NAMES: dict[str, str | Promise] = {
    "today": _named("near", 0),
    "tomorrow": _named("near", 1),
    **{name: _named("weekday", place) for place, name in enumerate(_ENGLISH)},
}
# Days as they are said after "w" in Polish.
_DAYS = Vocabulary(_NAMES, {"środę": "wednesday", "sobotę": "saturday", "niedzielę": "sunday"})


def moment_to_come(text: str, *, language: str, time_zone: str) -> datetime:
    """The moment that is meant, in UTC or the given zone; it may have passed.

    A day without a time means its morning, or its evening if it is today; a time without a day is the next one.
    2h, 3d and 2w, or 2 hours and 3 gün, count from now. Raises ValueError for what is no time.
    """
    typed, zone = _plain(text), ZoneInfo(time_zone)
    now = clock.now().astimezone(zone)
    if ahead := _ahead(typed, now):
        return ahead
    said, at = _split(typed)
    if not said and at is None:
        raise ValueError(f"not a time: {text!r}")
    if not said and at is not None:
        today = datetime.combine(now.date(), at, zone)
        return today if today > now else datetime.combine(now.date() + timedelta(days=1), at, zone)
    day = _day(said, now.date(), language, time_zone)
    return datetime.combine(day, at or (EVENING if day == now.date() else MORNING), zone)


def day_to_come(text: str, *, language: str, time_zone: str) -> date:
    """The day that is meant; it may have passed. Raises ValueError for what is no day."""
    typed = _plain(text)
    now = clock.now().astimezone(ZoneInfo(time_zone))
    if ahead := _ahead(typed, now):
        return ahead.date()
    return _day(_without_joints(typed), now.date(), language, time_zone)


def _plain(text: str) -> str:
    return ascii_digits(strip_controls(text)).strip().lower()


def _split(typed: str) -> tuple[str, time | None]:
    """The words for the day, and the time of day behind them. Raises ValueError for 25:00."""
    found = _CLOCK.search(typed)
    at = time(int(found[1]), int(found[2] or 0)) if found else None
    said = typed[: found.start()] if found else typed
    return _without_joints(said), at


def _without_joints(said: str) -> str:
    return " ".join(word for word in said.split() if word not in _JOINTS)


def _ahead(typed: str, now: datetime) -> datetime | None:
    """So many hours, days or weeks from now, in any of the languages; None if something else was typed."""
    found = _IN.fullmatch(typed)
    unit = _UNIT_OF.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    number = int(found[1])
    if unit == "h":
        return now + timedelta(hours=number)
    days = timedelta(days=number * (7 if unit == "w" else 1))
    return datetime.combine(now.date() + days, MORNING, now.tzinfo)


def _day(said: str, today: date, language: str, time_zone: str) -> date:
    """A named day: a day of the week is the next one, never today. Anything else is a date of either calendar."""
    name = _DAYS.find(said) if said else None
    if name in _ENGLISH:
        return today + timedelta(days=(_ENGLISH.index(name) - today.weekday() - 1) % 7 + 1)
    if name:
        return today + timedelta(days=1 if name == "tomorrow" else 0)
    return span_of(said, language=language, time_zone=time_zone).start.astimezone(ZoneInfo(time_zone)).date()

"""Dates, times and numbers as the current reader writes them: own language, calendar, digits and time zone.

Django's formatting is not used: it is wrong for Hebrew, Persian and Polish, and ten times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from datetime import datetime as Moment
from datetime import tzinfo
from functools import lru_cache
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from divan.core import clock
from divan.core.l10n import dates, durations, numbers
from divan.core.l10n.languages import known

Format = Callable[[Any, str, tzinfo], str]
_NOTHING = mark_safe("")


def language() -> str:
    """The reader's language: en, tr, he, fa or pl."""
    return known(get_language())


def age(moment: Moment | None) -> SafeString:
    """How long ago, short enough for a list ("2 min", "Yesterday"); the full date and time is its title."""
    return ages()(moment)


def ages() -> Callable[[Moment | None], SafeString]:
    """`age` for the rows of a list: they share one now, and the reader is looked up once."""
    mine, zone, now = language(), timezone.get_current_timezone(), clock.now()

    def age_of(moment: Moment | None) -> SafeString:
        if moment is None:
            return _NOTHING
        exact, ago = _exact(moment, mine, zone), dates.ago(moment, now, mine, zone)
        return mark_safe(f"<time {exact}>{escape(ago)}</time>")  # noqa: S308  both escaped

    return age_of


@lru_cache(maxsize=8192)
def _exact(moment: Moment, mine: str, zone: tzinfo) -> SafeString:
    """The attributes that say exactly when, to machines and in words."""
    return format_html(
        'datetime="{}" title="{}"',
        moment.isoformat(timespec="seconds"),
        dates.datetime_full(moment, mine, zone),
    )


def date(day: Date | Moment | None) -> SafeString:
    """A day, medium length; Jalali in Persian."""
    return _element(day, dates.date_medium)


def datetime(moment: Moment | None) -> SafeString:
    """A day and the time of that day."""
    return _element(moment, dates.datetime_medium)


def time(moment: Moment | None) -> SafeString:
    """The time of day alone."""
    return _element(moment, dates.time_of_day)


def day_heading(day: Date | Moment) -> str:
    """The heading over what happened on one day: "Today", "Yesterday" or the full date."""
    return dates.day_heading(day, clock.now(), language(), timezone.get_current_timezone())


def number(value: float) -> str:
    """A number with the reader's separators and digits."""
    return _number(value, language())


_number = lru_cache(maxsize=4096, typed=True)(numbers.format_number)


def digits(text: object) -> str:
    """`text` with the reader's digits. Never for ticket numbers, versions or codes."""
    return numbers.digits(str(text), language())


def filesize(size: int) -> str:
    """A number of bytes as people say it ("1.2 MB")."""
    return numbers.filesize(size, language())


def _element(moment: Date | Moment | None, write: Format) -> SafeString:
    """A `<time>` element that machines can read as well."""
    if moment is None:
        return _NOTHING
    return _written(moment, write, language(), timezone.get_current_timezone())


@lru_cache(maxsize=8192)
def _written(moment: Date | Moment, write: Format, mine: str, zone: tzinfo) -> SafeString:
    exact = moment.isoformat(timespec="seconds") if isinstance(moment, Moment) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, write(moment, mine, zone))


def span(minutes: int) -> str:
    """A number of minutes as hours and minutes."""
    return durations.span(minutes, language())

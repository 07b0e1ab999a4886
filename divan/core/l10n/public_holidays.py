"""National public holidays, half days and provisional dates, by country."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

HALF_DAY_CLOSING_HOUR = 13
"""On the eve of a Turkish feast and on 28 October public life ends at 13:00."""

# Without a language the library answers in that of the process, not of the country.
_NAMES_IN = {"TR": "tr", "IL": "he", "IR": "fa_IR", "PL": "pl"}
_ESTIMATED = ("(tahmini)", "(تخمینی)")


class Holiday(NamedTuple):
    """One public holiday."""

    name: str
    half: bool
    """Only the afternoon is off."""
    provisional: bool
    """The day follows the moon and is forecast: it may move by a day."""


def holiday_on(day: date, country: str) -> Holiday | None:
    """The public holiday of that day in the country (ISO 3166 code), or None."""
    return holidays_of(country, day.year).get(day)


@lru_cache(maxsize=256)
def holidays_of(country: str, year: int) -> dict[date, Holiday]:
    """All public holidays of a year. Raises ValueError for a country without data."""
    whole, half = _days(country, year, "public"), _days(country, year, "half_day")
    return {
        day: Holiday(name, day not in whole, name.endswith(_ESTIMATED))
        for day, name in sorted((half | whole).items())
    }


def _days(country: str, year: int, category: str) -> dict[date, str]:
    library = _library()
    try:
        supported = getattr(library, country).supported_categories
    except AttributeError:
        raise ValueError(f"no holidays known for country {country!r}") from None
    if category not in supported:
        return {}
    return dict(
        library.country_holidays(country, years=year, categories=category, language=_NAMES_IN.get(country))
    )


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    return import_module("holidays")

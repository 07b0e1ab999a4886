"""Weeks that help desks usually work, to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from divan.core.l10n.calendars import FRIDAY, MONDAY, SATURDAY, SUNDAY, THURSDAY, TUESDAY, WEDNESDAY

USUAL_DAY = (("09:00", "17:00"),)


@dataclass(frozen=True, slots=True)
class Preset:
    """The days of a working week, each with the usual hours."""

    label: str | Promise
    days: tuple[int, ...]

    @property
    def hours(self) -> dict[str, list[list[str]]]:
        """As a calendar keeps them."""
        return {str(day): [list(span) for span in USUAL_DAY] for day in sorted(self.days)}


PRESETS: Mapping[str, Preset] = {
    "mon-fri": Preset(_("Monday to Friday"), (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)),
    "sun-thu": Preset(_("Sunday to Thursday"), (SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY)),
    "sat-wed": Preset(_("Saturday to Wednesday"), (SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY)),
}

# The countries whose holidays are known in their own language, each with its zone and its week.
COUNTRIES: Mapping[str, str | Promise] = {
    "TR": _("Türkiye"),
    "IL": _("Israel"),
    "IR": _("Iran"),
    "PL": _("Poland"),
}
_AT_HOME = {
    "Europe/Istanbul": ("mon-fri", "TR"),
    "Asia/Istanbul": ("mon-fri", "TR"),
    "Asia/Jerusalem": ("sun-thu", "IL"),
    "Asia/Tel_Aviv": ("sun-thu", "IL"),
    "Asia/Tehran": ("sat-wed", "IR"),
    "Europe/Warsaw": ("mon-fri", "PL"),
}
_SUNDAY_WEEK = {
    *("Asia/Amman", "Asia/Baghdad", "Asia/Bahrain", "Asia/Damascus", "Asia/Kuwait", "Asia/Muscat"),
    *("Asia/Qatar", "Asia/Riyadh", "Africa/Algiers", "Africa/Cairo", "Africa/Khartoum", "Africa/Tripoli"),
}


def usual_in(time_zone: str) -> tuple[Preset, str]:
    """The week that is usual in a time zone, and the country whose holidays are known there, or ""."""
    week, country = _AT_HOME.get(time_zone, ("sun-thu" if time_zone in _SUNDAY_WEEK else "mon-fri", ""))
    return PRESETS[week], country

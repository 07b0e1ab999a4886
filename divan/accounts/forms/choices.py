"""Choices that several forms share."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache

from django.conf import settings

from divan.accounts.installation import installation

_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, str]]:
    """Every zone that is named after a place, and UTC."""
    zones = sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith(_REGIONS))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


def offered_languages() -> list[tuple[str, str]]:
    """The languages of this installation, each by its own name."""
    here = installation()
    offered = here.languages if here and here.languages else [code for code, _name in settings.LANGUAGES]
    return [(code, name) for code, name in settings.LANGUAGES if code in offered]

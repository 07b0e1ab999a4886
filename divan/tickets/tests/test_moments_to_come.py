"""Times to come as people type them."""

from __future__ import annotations

import pytest
from django.utils import translation

from divan.tickets.searching.moments_to_come import day_to_come, moment_to_come
from tests.support.time import FrozenClock

# The clock stands at noon (UTC) of Saturday, 21 March 2026; 13:00 in Berlin.
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "language", "wanted"),
    [
        ("tomorrow", "en", "2026-03-22T09:00"),
        ("Tomorrow 14:30", "en", "2026-03-22T14:30"),
        ("today", "en", "2026-03-21T18:00"),
        ("monday 9", "en", "2026-03-23T09:00"),
        ("mon at 9", "en", "2026-03-23T09:00"),
        ("saturday", "en", "2026-03-28T09:00"),
        ("15", "en", "2026-03-21T15:00"),
        ("8:15", "en", "2026-03-22T08:15"),
        ("2h", "en", "2026-03-21T15:00"),
        ("3d", "en", "2026-03-24T09:00"),
        ("2w", "en", "2026-04-04T09:00"),
        ("in 3 days", "en", "2026-03-24T09:00"),
        ("3 gün sonra", "tr", "2026-03-24T09:00"),
        ("2 saat", "tr", "2026-03-21T15:00"),
        ("3 ימים", "he", "2026-03-24T09:00"),
        ("۲ ساعت", "fa", "2026-03-21T15:00"),
        ("za 2 tygodnie", "pl", "2026-04-04T09:00"),
        ("יום שני", "he", "2026-03-23T09:00"),
        ("22.11.2026 14.30", "en", "2026-11-22T14:30"),
        ("2026-11-22", "pl", "2026-11-22T09:00"),
        ("1405/01/10 16:00", "en", "2026-03-30T16:00"),
        ("yarın 10", "tr", "2026-03-22T10:00"),
        ("pazartesi saat 9", "tr", "2026-03-23T09:00"),
        ("Pazar", "tr", "2026-03-22T09:00"),
        ("w środę o 8", "pl", "2026-03-25T08:00"),
        ("jutro", "pl", "2026-03-22T09:00"),
        ("ביום שני 9", "he", "2026-03-23T09:00"),
        ("מחר", "he", "2026-03-22T09:00"),
        ("فردا ساعت ۱۰", "fa", "2026-03-22T10:00"),
        ("سه\u200cشنبه", "fa", "2026-03-24T09:00"),
        ("سه شنبه", "fa", "2026-03-24T09:00"),
        ("۱۴۰۵/۰۱/۱۰", "fa", "2026-03-30T09:00"),
        ("monday", "fa", "2026-03-23T09:00"),
    ],
)
@pytest.mark.usefixtures("frozen_clock")
def test_what_is_typed_in_any_language(typed: str, language: str, wanted: str) -> None:
    with translation.override(language):
        found = moment_to_come(typed, language=language, time_zone=BERLIN)
    assert found.strftime("%Y-%m-%dT%H:%M") == wanted


@pytest.mark.parametrize("typed", ["", " ", "soon", "24:00", "9:60", "2026-02-30", "1405/13/01"])
@pytest.mark.usefixtures("frozen_clock")
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment_to_come(typed, language="en", time_zone=BERLIN)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("friday", "2026-03-27"), ("2w", "2026-04-04"), ("today", "2026-03-21"), ("12h", "2026-03-22")],
)
def test_days(typed: str, wanted: str, frozen_clock: FrozenClock) -> None:
    assert day_to_come(typed, language="en", time_zone=BERLIN).isoformat() == wanted
    assert frozen_clock.moment.hour == 12

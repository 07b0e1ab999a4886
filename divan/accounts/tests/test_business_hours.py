"""Business hours: what a help desk begins with, what administrators change, and whose hours count where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions
from divan.accounts.business_hours import business_hours
from divan.accounts.hours_presets import usual_in
from divan.accounts.models import AdministrationEntry, BusinessCalendar, Group, User
from divan.core.errors import NotAllowed, Refused
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
PAGE = "/settings/hours/"
WEEK = {"day_0": "9:00-12:30, 13:00 - 17:30", "day_1": "۸-۱۶", "day_4": "22:00-24:00"}
SETTINGS = actions.CalendarSettings("Night", "Europe/Warsaw", {"0": [["22:00", "00:00"]]})


def _entered(**instead: Any) -> dict[str, Any]:
    return {"name": "Service desk", "time_zone": "Europe/Istanbul", **WEEK, **instead}


def test_a_new_help_desk_works_the_week_of_its_time_zone(people: Cast) -> None:
    calendar = BusinessCalendar.objects.get()
    assert calendar.is_default
    assert (calendar.time_zone, calendar.country) == ("Europe/Warsaw", "PL")
    assert sorted(calendar.hours) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("zone", "country", "days"),
    [
        ("Asia/Tehran", "IR", {0, 1, 2, 5, 6}),
        ("Asia/Jerusalem", "IL", {0, 1, 2, 3, 6}),
        ("Africa/Cairo", "", {0, 1, 2, 3, 6}),
        ("Europe/Istanbul", "TR", {0, 1, 2, 3, 4}),
        ("America/Lima", "", {0, 1, 2, 3, 4}),
    ],
)
def test_weeks_differ_from_place_to_place(zone: str, country: str, days: set[int]) -> None:
    preset, holidays = usual_in(zone)
    assert (set(preset.days), holidays) == (days, country)


def test_hours_are_read_as_people_write_them(people: Cast, client_for: Doors) -> None:
    client = client_for(people.administrator)
    answer = client.post(f"{PAGE}add/", _entered(closed="2026-12-24\n24.12.2026\n2026/01/02", country="PL"))
    calendar = BusinessCalendar.objects.get(name="Service desk")
    assert answer.headers["Location"] == f"{PAGE}{calendar.pk}/"
    assert calendar.hours == {
        "0": [["09:00", "12:30"], ["13:00", "17:30"]],
        "1": [["08:00", "16:00"]],
        "4": [["22:00", "00:00"]],
    }
    assert calendar.closed == ["2026-01-02", "2026-12-24"]
    page = client.get(f"{PAGE}{calendar.pk}/").content.decode()
    assert 'value="09:00-12:30, 13:00-17:30"' in page
    assert 'value="22:00-24:00"' in page
    assert AdministrationEntry.objects.latest("pk").kind == "calendar.added"


def test_persian_days_are_jalali(people: Cast, client_for: Doors) -> None:
    people.administrator.language = "fa"
    people.administrator.save(update_fields=["language"])
    client_for(people.administrator).post(f"{PAGE}add/", _entered(closed="۱۴۰۵/۰۱/۰۱"))
    assert BusinessCalendar.objects.get(name="Service desk").closed == ["2026-03-21"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "nine to five"},
        {"day_0": "17:00-9:00"},
        {"day_0": "9:00-12:00, 11:00-13:00"},
        {"day_0": "9:70-10:00"},
        {"day_0": "9:00-25:00"},
        {"day_0": "", "day_1": "", "day_4": ""},
        {"closed": "the day after tomorrow"},
        {"time_zone": "Mars/Olympus"},
        {"country": "XX"},
        {"groups": ["999999"]},
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(
    people: Cast, client_for: Doors, wrong: dict[str, Any]
) -> None:
    answer = client_for(people.administrator).post(f"{PAGE}add/", _entered(**wrong))
    assert answer.status_code == 422
    assert 'value="Service desk"' in answer.content.decode()
    assert BusinessCalendar.objects.count() == 1


def test_usual_weeks_are_offered(people: Cast, client_for: Doors) -> None:
    client = client_for(people.administrator)
    assert 'href="?week=sat-wed"' in client.get(f"{PAGE}add/").content.decode()
    page = client.get(f"{PAGE}add/", {"week": "sun-thu"}).content.decode()
    filled = [day for day in range(7) if f'name="day_{day}" value="09:00-17:00"' in page]
    assert filled == [0, 1, 2, 3, 6]


def test_a_group_keeps_its_own_hours(people: Cast, client_for: Doors) -> None:
    monday_night = datetime(2026, 6, 1, 21, tzinfo=UTC)  # 23 o'clock in Warsaw
    assert business_hours().of(people.group.pk).between(monday_night, monday_night + timedelta(hours=1)) == (
        timedelta()
    )
    chief = actor(people.administrator)
    settings = actions.CalendarSettings(
        SETTINGS.name, SETTINGS.time_zone, SETTINGS.hours, groups=frozenset({people.group.pk})
    )
    night = actions.add_calendar(settings, actor=chief)
    hours = business_hours()
    assert hours.of(people.group.pk).between(monday_night, monday_night + timedelta(hours=2)) == timedelta(
        hours=1
    )
    assert hours.of(people.other_group.pk) is hours.usual
    actions.change_calendar(night, SETTINGS, actor=chief)
    assert business_hours().of(people.group.pk) is business_hours().usual
    assert Group.objects.get(pk=people.group.pk).calendar is None


def test_the_usual_hours_can_be_changed_but_not_be_removed(people: Cast, client_for: Doors) -> None:
    chief, old = actor(people.administrator), BusinessCalendar.objects.get()
    with pytest.raises(Refused):
        actions.delete_calendar(old, actor=chief)
    client = client_for(people.administrator)
    client.post(f"{PAGE}{old.pk}/delete/")
    assert BusinessCalendar.objects.filter(pk=old.pk).exists()
    night = actions.add_calendar(SETTINGS, actor=chief)
    client.post(f"{PAGE}{night.pk}/default/")
    assert business_hours().usual.day == timedelta(hours=2)
    client.post(f"{PAGE}{old.pk}/delete/")
    assert list(BusinessCalendar.objects.all()) == [night]
    assert AdministrationEntry.objects.latest("pk").kind == "calendar.deleted"


def test_the_same_again_changes_nothing(people: Cast) -> None:
    chief = actor(people.administrator)
    night = actions.add_calendar(SETTINGS, actor=chief)
    entries = AdministrationEntry.objects.count()
    actions.change_calendar(night, SETTINGS, actor=chief)
    assert AdministrationEntry.objects.count() == entries
    with pytest.raises(NotAllowed):
        actions.change_calendar(night, SETTINGS, actor=actor(people.agent))


def test_asking_again_costs_no_query(people: Cast) -> None:
    business_hours()
    with CaptureQueriesContext(connection) as queries:
        for _time in range(3):
            business_hours().of(people.group.pk)
    assert [query["sql"] for query in queries if "calendar" in query["sql"]] == []

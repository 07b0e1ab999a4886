"""How lists are shown: as tables with chosen columns, and how long requesters wait in business time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import PersonalList
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
TABLE = {"layout": "table", "sort": "newest", "density": "compact"}
MONDAY = datetime(2026, 6, 1, 7, tzinfo=UTC)  # nine o'clock in Warsaw, where the desk opens at that hour


@pytest.fixture
def monday(frozen_clock: FrozenClock) -> FrozenClock:
    """Nine o'clock on the first day of a working week."""
    _move(frozen_clock, timedelta())
    return frozen_clock


def _move(frozen: FrozenClock, passed: timedelta) -> None:
    """Let it be so long after the desk opened on Monday."""
    frozen.advance(MONDAY + passed - frozen.moment)


def _numbers(page: Any) -> list[str]:
    return re.findall(r'href="/tickets/([^/"]+)/" data-row', page.content.decode())


def _waits(page: Any) -> list[tuple[str, str]]:
    """Tone and words of the waits in a list."""
    found = re.findall(
        r'class="sla" role="img"(?: data-tone="(\w+)")?[^>]*><svg.*?</svg>([^<]*)', page.content.decode()
    )
    return [(tone, words) for tone, words in found]


def test_a_list_becomes_a_table_for_one_person(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    answer = client.post("/inbox/look/open/", {**TABLE, "columns": ["group", "number", "tags"]})
    assert answer.headers["Location"] == "/inbox/open/"
    page = client.get("/inbox/open/")
    assert _numbers(page) == [ticket.number]
    text = page.content.decode()
    assert re.findall(r'<th data-column="(\w+)"', text) == ["group", "number", "tags"]
    assert 'data-density="compact"' in text
    assert "<table" not in client.get("/inbox/unassigned/").content.decode()
    assert "<table" not in client_for(people.supervisor).get("/inbox/open/").content.decode()
    client.post("/inbox/look/open/", {**TABLE, "layout": "split"})
    assert "<table" not in client.get("/inbox/open/").content.decode()


def test_every_column_has_something_to_show(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    client = client_for(people.agent)
    offered = re.findall(r'name="columns" value="([\w-]+)"', client.get("/inbox/look/mine/").content.decode())
    assert {"number", "requester", "organisation", "category", "waiting", "created"} <= set(offered)
    client.post("/inbox/look/mine/", {**TABLE, "columns": offered})
    text = client.get("/inbox/").content.decode()
    cells = re.findall(r'<td data-column="([\w-]+)">', text)
    assert cells == re.findall(r'<th data-column="([\w-]+)"', text)
    assert set(cells) == set(offered)
    assert ticket.number in text
    assert "Baran Yıldız" in text


def test_tables_cost_the_same_for_five_and_for_fifty_rows_and_go_on(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post("/inbox/look/open/", TABLE)
    client.get("/inbox/open/")
    costs: list[int] = []
    expected: set[str] = set()
    for wanted in (5, 60):
        while len(expected) < wanted:
            expected.add(open_ticket(people).number)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/inbox/open/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
    more = re.search(r'href="([^"]*after=[^"]*)"', page.content.decode())
    assert more
    rest = client.get(more[1].replace("&amp;", "&"))
    assert {*_numbers(page), *_numbers(rest)} == expected


def test_what_is_no_list_of_the_reader_has_no_look(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    view = actions.save_view("is:open", actor=actor(people.supervisor), name="Private")
    for place in ("nothing", f"group-{people.other_group.pk}", f"view-{view.pk}", "view-0", "group-x"):
        assert client.post(f"/inbox/look/{place}/", TABLE).status_code == 404, place
    assert client.post("/inbox/look/open/", {**TABLE, "sort": "subject"}).status_code == 422
    assert not PersonalList.objects.exists()


def test_a_shared_look_holds_until_somebody_chooses_another(people: Cast, client_for: Doors) -> None:
    open_ticket(people)
    look = {"layout": "table", "columns": ["number"]}
    settings = actions.ViewSettings("All", "is:open", is_global=True, look=look)
    view = actions.add_view(settings, actor=actor(people.supervisor))
    path, client = f"/inbox/saved/{view.pk}/", client_for(people.agent)
    assert "<table" in client.get(path).content.decode()
    client.post(f"/inbox/look/view-{view.pk}/", {**TABLE, "layout": "split", "sort": "waiting"})
    page = client.get(path).content.decode()
    assert "<table" not in page
    assert "?sort=waiting" in page
    assert "<table" in client_for(people.other_agent).get(path).content.decode() or not _numbers(
        client_for(people.other_agent).get(path)
    )


def test_rows_say_how_long_somebody_waits_in_business_time(
    people: Cast, client_for: Doors, monday: FrozenClock
) -> None:
    """Nights, weekends and answered tickets do not count; more than half a day and a whole one stand out."""
    people.agent.language = "en"
    people.agent.save(update_fields=["language"])
    ticket = open_ticket(people)
    client = client_for(people.agent)
    for passed, expected in (
        (timedelta(minutes=20), ("", "20 min")),
        (timedelta(hours=3, minutes=20), ("", "3 h 20 min")),
        (timedelta(hours=4), ("wait", "4 h")),
        (timedelta(hours=23), ("danger", "8 h")),
        (timedelta(hours=25), ("danger", "9 h")),
        (timedelta(days=7), ("danger", "32 h")),  # Thursday is Corpus Christi, which Poland keeps
    ):
        _move(monday, passed)
        assert _waits(client.get("/inbox/open/")) == [expected], passed
    reply(ticket, people.agent)
    assert _waits(client.get("/inbox/open/")) == []


def test_groups_wait_by_their_own_hours(people: Cast, client_for: Doors, monday: FrozenClock) -> None:
    people.agent.language = "en"
    people.agent.save(update_fields=["language"])
    hours = {str(day): [["00:00", "00:00"]] for day in range(7)}
    settings = accounts.CalendarSettings(
        "Always", "Europe/Warsaw", hours, groups=frozenset({people.group.pk})
    )
    accounts.add_calendar(settings, actor=actor(people.administrator))
    open_ticket(people)
    _move(monday, timedelta(hours=23))
    assert _waits(client_for(people.agent).get("/inbox/open/")) == [("wait", "23 h")]


def test_waiting_can_be_searched_in_business_time(
    people: Cast, client_for: Doors, monday: FrozenClock
) -> None:
    long = open_ticket(people)
    _move(monday, timedelta(hours=7, minutes=30))
    short = open_ticket(people)
    _move(monday, timedelta(hours=24, minutes=30))  # the next morning: eight and a half hours, and one
    answered = open_ticket(people)
    reply(answered, people.agent)
    client = client_for(people.agent)

    def found(query: str) -> set[str]:
        return set(_numbers(client.get("/search/", {"q": query})))

    assert found("waiting:>4h") == found("waiting:4H") == found("waiting:>۸h") == {long.number}
    assert found("waiting:<2h") == found("waiting:<61m") == {short.number}
    assert found("waiting:>60m") == {long.number, short.number}
    assert found("waiting:>1d") == {long.number}
    assert found("waiting:>9h") == found("waiting:>9999d") == set()
    assert found("-waiting:>4h") == {short.number, answered.number}
    assert 'class="problem' in client.get("/search/", {"q": "waiting:long"}).content.decode() or not found(
        "waiting:long"
    )

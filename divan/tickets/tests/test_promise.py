"""A promised date: told to the requester, seen by everybody, searched for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.search.language import parse
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.tickets.searching import compile
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _found(people: Cast, query: str) -> set[Ticket]:
    who = actor(people.agent)
    asked = compile(parse(query), who, language="en")
    assert not asked.problems
    return set(asked.listed(who))


@pytest.mark.usefixtures("frozen_clock")
def test_the_requester_sees_it(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        page = press(client, ticket, "promise", day="2026-03-27")
    assert 'id="promised-on"' in page.content.decode()
    assert fresh(ticket).promised_on == date(2026, 3, 27)
    assert kinds_since(ticket) == ["ticket.promised"]
    portal = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert 'id="promised"' in portal
    assert "2026-03-27" in portal


@pytest.mark.usefixtures("frozen_clock")
def test_a_promise_is_taken_back_with_an_empty_day(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    press(client, ticket, "promise", day="2026-03-27")
    press(client, ticket, "promise", day="")
    assert fresh(ticket).promised_on is None
    assert kinds_since(ticket) == ["ticket.promised", "ticket.promised"]


@pytest.mark.parametrize("typed", ["yesterday", "2020-01-01", "2036-01-01", "soon"])
@pytest.mark.usefixtures("frozen_clock")
def test_what_cannot_be_promised(typed: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "promise", day=typed).status_code == 422
    assert kinds_since(ticket) == []


def test_near_and_overdue_promises_are_marked_in_lists(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket = open_ticket(people)
    actions.promise(ticket, date(2026, 3, 25), actor=actor(people.agent))
    client = client_for(people.agent)

    def tone() -> str:
        row = client.get("/inbox/open/").content.decode().split(f'id="row-{ticket.pk}"')[1].split("</li>")[0]
        return (
            row.split('class="badge promise" data-tone="')[1].split('"')[0] if "badge promise" in row else ""
        )

    assert tone() == ""
    frozen_clock.advance(timedelta(days=3))
    assert tone() == "wait"
    frozen_clock.advance(timedelta(days=3))
    assert tone() == "danger"


def test_promises_can_be_searched(people: Cast, frozen_clock: FrozenClock) -> None:
    agent = actor(people.agent)
    soon, late, never = (open_ticket(people) for _index in range(3))
    actions.promise(late, date(2026, 3, 22), actor=agent)
    frozen_clock.advance(timedelta(days=3))
    actions.promise(soon, date(2026, 3, 25), actor=agent)
    assert _found(people, "promised:tomorrow") == {soon}
    assert _found(people, "promised:2026-03") == {soon, late}
    assert _found(people, "promised:1405/01/05") == {soon}
    assert _found(people, "promised:overdue") == {late}
    assert _found(people, "promised:none") == {never}


def test_what_comes_back_again_and_again_can_be_found(people: Cast, frozen_clock: FrozenClock) -> None:
    often, once, quiet = (open_ticket(people) for _index in range(3))
    for ticket, times in ((often, 3), (once, 1)):
        for _time in range(times):
            solve(ticket, people.agent)
            actions.reopen(ticket, actor=actor(people.customer))
    solve(once, people.agent)
    reply(once, people.customer, "It is back.")
    assert fresh(once).reopened_count == 2
    assert _found(people, "reopened:>=3") == {often}
    assert _found(people, "reopened:2") == {once}
    assert _found(people, "reopened:<3 is:open") == {once, quiet}
    assert _found(people, "is:chronic") == {often}
    frozen_clock.advance(timedelta(days=31))
    assert _found(people, "is:chronic") == {often, once, quiet}

"""The lists of the desk: what is in them, in which order, page by page, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.tests.desk import HTMX, POLYGLOT
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _numbers(response: Any) -> list[str]:
    """Ticket numbers of the rows, in their order."""
    return re.findall(r'href="/tickets/([^/"]+)/" data-row', response.content.decode())


def _more(response: Any) -> str:
    found = re.search(r'href="([^"]*after=[^"]*)"', response.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def test_each_view_holds_its_own(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    agent, minute = actor(people.agent), timedelta(minutes=1)
    tickets = {}
    for name in ("mine", "unassigned", "pending", "solved"):
        frozen_clock.advance(minute)
        tickets[name] = open_ticket(people, subject=name)
    actions.assign(tickets["mine"], people.agent.pk, actor=agent)
    reply(tickets["pending"], people.agent)
    actions.wait(tickets["pending"], actor=agent)
    solve(tickets["solved"], people.agent)
    number = {name: ticket.number for name, ticket in tickets.items()}
    client = client_for(people.agent)

    assert _numbers(client.get("/inbox/")) == [number["mine"]]
    assert set(_numbers(client.get("/inbox/unassigned/"))) == {number["unassigned"], number["pending"]}
    assert _numbers(client.get("/inbox/pending/")) == [number["pending"]]
    assert _numbers(client.get("/inbox/solved/")) == [number["solved"]]
    assert _numbers(client.get("/inbox/waiting/")) == [number["mine"], number["unassigned"]]
    assert len(_numbers(client.get("/inbox/open/"))) == 3
    assert len(_numbers(client.get(f"/inbox/group/{people.group.pk}/"))) == 3


def test_agents_see_only_their_groups(people: Cast, client_for: Doors) -> None:
    foreign = open_ticket(people, group=people.other_group)
    client = client_for(people.agent)
    assert foreign.number not in client.get("/inbox/open/").content.decode()
    assert client.get(f"/inbox/group/{people.other_group.pk}/").headers["Location"] == "/inbox/"
    assert _numbers(client_for(people.supervisor).get("/inbox/open/")) == [foreign.number]


def test_own_requests_of_an_agent_are_not_on_the_desk(people: Cast, client_for: Doors) -> None:
    own = open_ticket(people, requester=people.agent, group=people.other_group)
    assert own.number not in client_for(people.agent).get("/inbox/open/").content.decode()


def test_counts_follow_every_change(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    ticket = open_ticket(people)
    open_ticket(people)

    def count_of(path: str) -> str | None:
        page = client.get("/inbox/open/").content.decode()
        entry = re.search(rf'<a href="{path}"[^>]*>.*?</a>', page, re.S)
        assert entry
        found = re.search(r'class="count">(\d+)<', entry[0])
        return found[1] if found else None

    assert count_of("/inbox/unassigned/") == "2"
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    assert (count_of("/inbox/unassigned/"), count_of("/inbox/open/")) == ("1", "2")
    solve(ticket, people.agent)
    assert (count_of("/inbox/unassigned/"), count_of("/inbox/open/")) == ("1", "1")


def test_pages_hold_every_ticket_once(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    """Also when many have the very same moment, and when new ones arrive while somebody pages."""
    expected = []
    for index in range(120):
        if index % 40 == 0:
            frozen_clock.advance(timedelta(seconds=1))
        expected.append(open_ticket(people, subject=f"Number {index}").number)
    client = client_for(people.agent)
    response = client.get("/inbox/open/", **HTMX)
    seen = _numbers(response)
    assert len(seen) == 50
    frozen_clock.advance(timedelta(seconds=1))
    open_ticket(people)
    while more := _more(response):
        response = client.get(more, **HTMX)
        seen += _numbers(response)
    assert seen == expected[::-1]


def test_waiting_longest_pages_from_the_oldest(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    expected = []
    for _index in range(55):
        frozen_clock.advance(timedelta(seconds=1))
        expected.append(open_ticket(people).number)
    client = client_for(people.agent)
    first = client.get("/inbox/open/?sort=waiting")
    assert _numbers(first) + _numbers(client.get(_more(first))) == expected


def test_a_cursor_that_nobody_gave_is_ignored(people: Cast, client_for: Doors) -> None:
    number = open_ticket(people).number
    client = client_for(people.agent)
    for cursor in ("x", "1-x", "-", "9" * 30 + "-1", "1-" + "9" * 30, "٣-٤", "'--"):
        assert client.get("/inbox/open/", {"after": cursor}).status_code == 200
    assert _numbers(client.get("/inbox/open/", {"after": "nonsense"})) == [number]


def test_unread_until_it_was_opened(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)

    def is_unread() -> bool:
        return b'class="ticket unread"' in client.get("/inbox/open/").content

    assert is_unread()
    frozen_clock.advance(timedelta(seconds=1))
    client.get(f"/tickets/{ticket.number}/")
    assert not is_unread()
    frozen_clock.advance(timedelta(seconds=1))
    reply(ticket, people.agent)
    assert not is_unread(), "what the desk writes itself is not new to it"
    frozen_clock.advance(timedelta(seconds=1))
    reply(ticket, people.customer)
    assert is_unread()


def test_hostile_words_are_only_shown(people: Cast, client_for: Doors) -> None:
    people.customer.name = POLYGLOT
    people.customer.save(update_fields=["name"])
    open_ticket(people, subject=POLYGLOT, text=POLYGLOT)
    page = client_for(people.agent).get("/inbox/open/").content.decode()
    assert "<svg/onload" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in page


def test_the_list_costs_the_same_for_five_and_for_sixty(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    costs = []
    for wanted in (5, 60):
        while len(_numbers(client.get("/inbox/open/"))) < min(wanted, 50):
            open_ticket(people)
        with CaptureQueriesContext(connection) as queries:
            client.get("/inbox/open/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10


def test_customers_find_no_desk(people: Cast, client_for: Doors) -> None:
    client = client_for(people.customer)
    for path in (
        "/inbox/",
        "/inbox/open/",
        "/inbox/counts/",
        "/inbox/places/",
        "/palette/?q=a",
        "/tickets/new/",
    ):
        assert client.get(path).status_code == 404

"""The search field for when tickets were solved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import CloseReason, Ticket
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


@pytest.fixture
def solved(people: Cast, frozen_clock: FrozenClock) -> Ticket:
    """Solved on 21 March, beside one that is open, one that was opened again and one that was spam."""
    agent = actor(people.agent)
    ticket = solve(open_ticket(people), people.agent)
    again = solve(open_ticket(people), people.agent)
    actions.reopen(again, actor=agent)
    actions.close(open_ticket(people), reason=CloseReason.SPAM, actor=agent)
    open_ticket(people)
    frozen_clock.advance(timedelta(days=10))
    return ticket


def _found(client: Client, query: str) -> list[str]:
    page = LexborHTMLParser(client.get("/search/", {"q": query}).content.decode())
    assert page.css_first(".banner.problem") is None
    return [link.attributes["href"] or "" for link in page.css("li.ticket a.subject")]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("solved:2026-03-21", True),
        ("solved:2026-03", True),
        ("solved:1405-01-01", True),
        ("solved:10d", True),
        ("solved:2026-03-01..2026-03-21", True),
        ("solved:2026-03-21..2026-03-25", True),
        ("solved:1405/1/1..1405/1/3", True),
        ("solved:9d", False),
        ("solved:2026-03-22..2026-03-25", False),
        ("solved:2026-02..2026-03-20", False),
    ],
)
def test_tickets_are_found_by_the_day_of_their_solution(
    query: str, is_found: bool, solved: Ticket, people: Cast, client_for: Doors
) -> None:
    assert len(_found(client_for(people.agent), query)) == is_found


@pytest.mark.parametrize("query", ["solved:..", "solved:2026-03-01..", "solved:soon", "solved:a..b"])
def test_what_is_no_time_is_named(query: str, solved: Ticket, people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get("/search/", {"q": query}).content.decode()
    assert "problem" in page
    assert 'class="banner problem"' in page

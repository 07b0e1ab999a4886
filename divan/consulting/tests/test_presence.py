"""Who else is at a ticket, as its page shows them; how it gets there is in the tests of `realtime`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.realtime.presence import Sign, board
from divan.tickets.models import Event, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast

Doors = Callable[..., Client]


@pytest.fixture(autouse=True)
def _nobody_is_anywhere() -> Iterator[None]:
    yield
    board.__init__()  # type: ignore[misc]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    return open_ticket(people)


def is_there(person: User, ticket: Ticket, state: str) -> None:
    sign = Sign(f"presence:{ticket.pk}", f"person:{person.pk}", person.name, f"page of {person.pk}", state)
    board.hear(sign, time.monotonic())


def fragment(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/tickets/{ticket.number}/presence/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_others_are_shown_and_oneself_is_not(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    is_there(people.supervisor, ticket, "viewing")
    is_there(people.agent, ticket, "viewing")
    shown = fragment(client_for(people.agent), ticket)
    assert shown.count("data-presence=") == 1
    assert 'title="Ece Demir"' in shown
    assert 'data-presence="on"' in shown


@pytest.mark.parametrize(("state", "is_warned"), [("writing", True), ("noting", False), ("viewing", False)])
def test_a_banner_says_who_writes_a_reply(
    state: str, is_warned: bool, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    is_there(people.supervisor, ticket, state)
    banner = fragment(client_for(people.agent), ticket).split('id="writing"')[1]
    assert ("hidden" not in banner.split(">")[0]) is is_warned
    assert ("<bdi>Ece Demir</bdi>" in banner) is is_warned


def test_the_page_shows_it_at_once_and_asks_the_database_nothing_more(
    ticket: Ticket, people: Cast, client_for: Doors, django_assert_num_queries: Callable[..., object]
) -> None:
    client, address = client_for(people.agent), f"/tickets/{ticket.number}/"
    client.get(address)
    with django_assert_num_queries(12):  # type: ignore[attr-defined]
        client.get(address)
    is_there(people.supervisor, ticket, "writing")
    with django_assert_num_queries(12):  # type: ignore[attr-defined]
        page = client.get(address).content.decode()
    assert 'data-presence="writing"' in page.split('id="ticket-head"')[1].split("</header>")[0]


def test_more_than_four_are_a_number(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    for number in range(6):
        sign = Sign(
            f"presence:{ticket.pk}", f"person:{900 + number}", f"P {number}", f"page {number}", "viewing"
        )
        board.hear(sign, time.monotonic())
    shown = fragment(client_for(people.agent), ticket)
    assert shown.count("data-presence=") == 4
    assert 'class="count"' in shown


@pytest.mark.parametrize("who", ["other_agent", "customer", "clerk"])
def test_nobody_without_the_right_learns_who_is_there(
    who: str, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    is_there(people.agent, ticket, "writing")
    assert client_for(getattr(people, who)).get(f"/tickets/{ticket.number}/presence/").status_code == 404


def test_the_customers_page_says_nothing_of_it(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    is_there(people.supervisor, ticket, "writing")
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert "presence" not in page
    assert people.supervisor.name not in page


def test_it_is_no_event(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    before = Event.objects.count()
    is_there(people.supervisor, ticket, "writing")
    fragment(client_for(people.agent), ticket)
    assert Event.objects.count() == before

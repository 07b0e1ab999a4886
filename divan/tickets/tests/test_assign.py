"""assign: who owns a ticket."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from divan.accounts.models import User
from divan.tickets.models import Event
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def test_assigning_a_new_ticket_opens_it(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = press(client_for(people.agent), ticket, "assign", assignee="me")
    assert response.status_code == 200
    assert (fresh(ticket).assignee_id, fresh(ticket).status) == (people.agent.pk, "open")
    assert kinds_since(ticket) == ["ticket.assigned", "ticket.state_changed"]
    assert Event.objects.filter(ticket=ticket, seq__gt=1).values("batch").distinct().count() == 1


def test_assigning_twice_is_one_event(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        press(client, ticket, "assign", assignee=people.agent.pk)
    assert kinds_since(ticket) == ["ticket.assigned", "ticket.state_changed"]


def test_nobody(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    press(client, ticket, "assign", assignee="me")
    press(client, ticket, "assign", assignee="")
    assert fresh(ticket).assignee_id is None
    assert kinds_since(ticket)[-1] == "ticket.assigned"


def test_only_those_who_may_answer_can_be_chosen(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for person in (people.other_agent, people.customer, people.clerk):
        response = press(client, ticket, "assign", assignee=person.pk)
        assert response.status_code == 422
        assert b'role="alert"' in response.content
    assert fresh(ticket).assignee_id is None
    assert kinds_since(ticket) == []


def test_the_menu_offers_exactly_them(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    menu = client.get(f"/tickets/{ticket.number}/assignees/").content.decode()
    assert all(person.name in menu for person in (people.agent, people.supervisor, people.administrator))
    assert not any(person.name in menu for person in (people.other_agent, people.customer, people.clerk))
    found = client.get(f"/tickets/{ticket.number}/assignees/", {"q": "yildiz"}).content.decode()
    assert people.agent.name in found
    assert people.supervisor.name not in found


def test_without_scripts_the_page_follows(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = client_for(people.agent).post(f"/tickets/{ticket.number}/assign/", {"assignee": "me"})
    assert response.headers["Location"] == f"/tickets/{ticket.number}/"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_two_events_in_one_order(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    chosen = (people.agent, people.supervisor)
    doors = [(client_for(person), person) for person in chosen]
    start = threading.Barrier(2)

    def act(client: Client, person: User) -> None:
        start.wait()
        press(client, ticket, "assign", assignee=person.pk)
        connection.close()

    threads = [threading.Thread(target=act, args=door) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = Event.objects.filter(ticket=ticket, kind="ticket.assigned").order_by("seq")
    payloads = [event.payload for event in events]
    assert {payload["assignee"] for payload in payloads} == {person.pk for person in chosen}
    assert payloads[1]["before_assignee"] == payloads[0]["assignee"]
    assert fresh(ticket).assignee_id == payloads[1]["assignee"]

"""Whoever searches the help articles finds their own tickets beside them."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from divan.conversations.actions import Draft
from divan.core.jobs import drain
from divan.tickets.actions import note
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


def test_own_tickets_are_found_beside_the_articles(people: Cast, client_for: Doors) -> None:
    mine = open_ticket(people, subject="Drum of the printer")
    foreign = open_ticket(people, requester=people.other_customer, subject="Drum of somebody else")
    drain()
    page = client_for(people.customer).get("/help/search/", {"q": "drums"}).content.decode()
    assert f"/my/tickets/{mine.number}/" in page
    assert foreign.number not in page
    assert mine.number not in client_for(None).get("/help/search/", {"q": "drums"}).content.decode()


def test_internal_notes_find_no_ticket_for_its_requester(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    note(ticket, Draft(text="The customer owes us a fortune"), actor=actor(people.agent))
    drain()
    for person in (people.customer, people.agent):
        page = client_for(person).get("/help/search/", {"q": "fortune"}).content.decode()
        assert ticket.number not in page

"""Open tickets that may be the same are shown while a ticket is written down, and beside a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.core import clock
from divan.core.jobs import drain
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.tickets.tests.desk import HTMX
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def _warned(client: Client, email: str, subject: str, tickets: tuple[Ticket, ...]) -> set[str]:
    """The numbers of those of the tickets that the form warns of."""
    drain()
    answer = client.get("/tickets/new/duplicates/", {"email": email, "subject": subject}, **HTMX)
    page = answer.content.decode()
    return {ticket.number for ticket in tickets if f'"/tickets/{ticket.number}/"' in page}


def test_like_words_of_the_same_requester_lately(people: Cast, client_for: Doors) -> None:
    same = open_ticket(people, subject="Printer shows empty pages")
    unlike = open_ticket(people, subject="Coffee machine", text="It leaks.")
    others = open_ticket(people, subject="Empty pages", requester=people.other_customer)
    hidden = open_ticket(people, subject="Empty pages", group=people.other_group)
    finished = solve(open_ticket(people, subject="Empty pages"), people.agent)
    old = open_ticket(people, subject="Empty pages")
    Ticket.objects.filter(pk=old.pk).update(last_activity_at=clock.now() - timedelta(days=40))
    every = (same, unlike, others, hidden, finished, old)
    client, email = client_for(people.agent), people.customer.email
    assert _warned(client, email.upper(), "The printer prints empty pages", every) == {same.number}
    assert _warned(client, email, "", every) == {same.number, unlike.number}
    assert _warned(client, "nobody@customer.example", "Empty pages", every) == set()
    assert _warned(client, "not an address", "Empty pages", every) == set()


def test_the_organisation_counts(people: Cast, client_for: Doors) -> None:
    chief = actor(people.administrator)
    shop = accounts.create_organization("Cedar & Sons", domains={"customer.example"}, actor=chief)
    colleague = accounts.add_person(
        "nil@customer.example",
        "Nil Arslan",
        people.customer.role,
        actor=chief,
        language="tr",
        password="cedar-kettle-48",
    )
    ticket = open_ticket(people, requester=colleague, subject="Printer shows empty pages")
    User.objects.filter(pk=people.customer.pk).update(organization=shop)
    assert _warned(client_for(people.agent), people.customer.email, "Empty pages", (ticket,)) == {
        ticket.number
    }


def test_merged_tickets_are_no_duplicates(people: Cast, client_for: Doors) -> None:
    home, ticket = open_ticket(people), open_ticket(people)
    actions.merge(ticket, home, actor=actor(people.agent))
    client = client_for(people.agent)
    assert _warned(client, people.customer.email, "Empty pages", (home, ticket)) == {home.number}


def test_beside_a_new_ticket_and_no_longer_when_somebody_works_on_it(people: Cast, client_for: Doors) -> None:
    home, ticket = open_ticket(people), open_ticket(people)
    drain()
    client = client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode()
    assert f"/tickets/{ticket.number}/merge/?target={home.number}" in page
    reply(ticket, people.agent)
    assert (
        'id="panel-duplicates"'
        not in client.get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode()
    )


def test_the_form_asks_and_works_without(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    assert 'id="likely-duplicates"' in client.get("/tickets/new/").content.decode()
    assert client_for(people.customer).get("/tickets/new/duplicates/").status_code in (403, 404)

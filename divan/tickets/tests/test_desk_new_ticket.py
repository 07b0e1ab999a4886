"""A ticket that an agent writes down for somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from divan.accounts.models import User
from divan.tickets.models import Ticket
from divan.tickets.tests.desk import POLYGLOT
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def _form(people: Cast, **changes: Any) -> dict[str, Any]:
    filled = {
        "email": "new@person.example",
        "name": "Nowa Osoba",
        "channel": "phone",
        "group": people.group.pk,
        "urgency": "high",
        "subject": "Called about the printer",
        "body": "It prints empty pages.",
        "submission_key": "one-form",
    }
    return filled | changes


def test_for_somebody_new(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    for _time in range(2):
        client.post("/tickets/new/", _form(people))
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.requester.name) == ("new@person.example", "Nowa Osoba")
    assert (ticket.requester.role.slug, ticket.submitter_id) == ("customer", people.agent.pk)
    assert (ticket.channel, ticket.urgency, ticket.group_id) == ("phone", "high", people.group.pk)


def test_somebody_known_stays_as_they_are(people: Cast, client_for: Doors) -> None:
    client_for(people.agent).post(
        "/tickets/new/", _form(people, email="Celina@customer.example", name="Other")
    )
    assert Ticket.objects.get().requester == people.customer
    assert User.objects.get(pk=people.customer.pk).name == "Celina Nowak"


def test_what_was_typed_survives(people: Cast, client_for: Doors) -> None:
    response = client_for(people.agent).post(
        "/tickets/new/", _form(people, email="no address", body=POLYGLOT)
    )
    assert response.status_code == 422
    assert b"&lt;script&gt;alert(2)" in response.content
    assert not Ticket.objects.exists()


def test_only_in_groups_where_they_may_reply(people: Cast, client_for: Doors) -> None:
    response = client_for(people.agent).post("/tickets/new/", _form(people, group=people.other_group.pk))
    assert response.status_code == 422
    assert not Ticket.objects.exists()

"""NUL, which no database keeps, in queries, forms and addresses: it goes, and all else stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets.tests.desk import HTMX
from tests.support.builders import open_ticket
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


@pytest.mark.parametrize(
    "address",
    [
        "/products/?q=a%00b&after=x%00~1",
        "/search/?q=number:%00",
        "/compositions/replies/?q=%00&to=a%00@b.example",
        "/settings/people/?q=%00&after=%00",
        "/tickets/new/duplicates/?email=%00&subject=a%00",
    ],
)
def test_pages_read_past_it(people: Cast, client_for: Doors, address: str) -> None:
    assert client_for(people.administrator).get(address).status_code == 200


def test_a_query_finds_what_it_would_without_it(people: Cast, client_for: Doors) -> None:
    page = client_for(people.administrator).get("/settings/people/", {"q": "Cel\x00ina"})
    assert people.customer.email in page.content.decode()


def test_what_was_written_is_kept(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    sent = {"body": "The dr\x00um", "client_key": "k\x00ey"}
    assert client.post(f"/tickets/{ticket.number}/note/", sent, **HTMX).status_code == 200
    assert Message.objects.latest("pk").text == "The drum"
    link = {"words": "DVN\x00", "target": f"{ticket.number}\x00", "way": "related"}
    assert client.post(f"/tickets/{ticket.number}/link/", link, **HTMX).status_code == 422


def test_an_address_with_it_leads_nowhere(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert client_for(people.agent).get(f"/tickets/{ticket.number}%00/").status_code == 404

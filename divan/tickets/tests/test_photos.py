"""Photos beside what people wrote on a ticket: for colleagues, and for the customer whom they answer."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions as accounts
from divan.tickets import actions
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.pictures import picture

Doors = Callable[..., Client]


def opened(door: Client, address: str) -> tuple[int, str]:
    """How many queries the page takes, and the page. The installation is remembered for a moment, so it does not count."""
    door.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = door.get(address).content.decode()
    return sum("accounts_installation" not in query["sql"] for query in queries), page


def beside(page: str, text: str) -> str:
    """The message with that text, from its beginning to the text."""
    return page.split(text)[0].rsplit("<article", 1)[1]


def test_a_ticket_shows_who_wrote_without_another_query(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    note(ticket, people.agent, "The drum is worn.")
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    door, address = client_for(people.agent), f"/tickets/{ticket.number}/"
    before, page = opened(door, address)
    assert "/photo/" not in page
    photo = accounts.change_photo(people.agent, picture(), actor=actor(people.agent)).photo_url
    after, page = opened(door, address)
    assert after == before
    assert photo in beside(page, "The drum is worn.")
    assert page.count(photo) >= 3  # beside the note, at the assignee, and at the reader's own name


def test_the_customer_sees_who_answers(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent, "We are sending a new drum.")
    photo = accounts.change_photo(people.agent, picture(), actor=actor(people.agent)).photo_url
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert photo in beside(page, "We are sending a new drum.")


def test_whom_a_note_can_mention_has_a_face(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    photo = accounts.change_photo(people.supervisor, picture(), actor=actor(people.supervisor)).photo_url
    page = client_for(people.agent).get(f"/tickets/{ticket.number}/mentionable/?q=Ece").content.decode()
    assert photo in page

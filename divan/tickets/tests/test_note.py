"""note: what only the team sees."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets.models import Event
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def test_a_note_changes_neither_status_nor_snippet(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    press(client_for(people.agent), ticket, "note", body="Drum is worn out.", client_key="a")
    after = fresh(ticket)
    assert (after.status, after.snippet, after.first_reply_at) == ("new", ticket.snippet, None)
    assert after.waiting_since == ticket.waiting_since
    assert kinds_since(ticket) == ["message.noted"]
    assert Event.objects.get(ticket=ticket, kind="message.noted").public is False
    assert Message.objects.get(text="Drum is worn out.").visibility == "internal"


def test_the_same_note_twice_is_one(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        press(client, ticket, "note", body="Once.", client_key="once")
    assert kinds_since(ticket) == ["message.noted"]


def test_a_refused_note_stays_a_note(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = press(client_for(people.agent), ticket, "note", body=" ")
    assert response.status_code == 422
    assert b'data-composer="note"' in response.content
    assert b"/reply/" not in response.content

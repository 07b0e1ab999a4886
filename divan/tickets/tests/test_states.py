"""wait, hold, open, solve, close, reopen on the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import Membership, User
from divan.conversations.models import Message
from divan.core.actors import Right
from divan.tickets.models import Event
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


@pytest.mark.parametrize(("verb", "status"), [("wait", "pending"), ("hold", "on_hold"), ("open", "open")])
def test_waiting_states(verb: str, status: str, people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        assert press(client, ticket, verb).status_code == 200
    assert fresh(ticket).status == status
    assert kinds_since(ticket) == ["ticket.state_changed"]


def test_nobody_is_solved_without_a_word(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    response = press(client, ticket, "solve", reason="resolved")
    assert response.status_code == 422
    assert kinds_since(ticket) == []
    press(client, ticket, "solve", reason="wont_fix")
    assert (fresh(ticket).status, fresh(ticket).close_reason) == ("solved", "wont_fix")
    assert kinds_since(ticket) == ["ticket.solved"]


def test_solving_with_the_answer(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        press(client, ticket, "solve", reason="resolved", body="Drum replaced.", client_key="s")
    assert kinds_since(ticket) == ["message.sent", "ticket.state_changed", "ticket.solved"]
    assert Event.objects.filter(ticket=ticket, seq__gt=1).values("batch").distinct().count() == 1


@pytest.mark.parametrize("reason", ["nonsense", "'; DROP TABLE"])
def test_a_reason_that_does_not_exist(reason: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    before = fresh(ticket).last_seq
    assert press(client_for(people.agent), ticket, "solve", reason=reason).status_code == 422
    assert fresh(ticket).last_seq == before


def test_closing_with_a_note(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    solve(ticket, people.agent)
    before = fresh(ticket).last_seq
    for _time in range(2):
        press(client, ticket, "close", body="Worn drum; order two next time.")
    assert kinds_since(ticket, before)[:2] == ["message.noted", "ticket.closed"]
    assert fresh(ticket).status == "closed"
    note = Message.objects.filter(text__startswith="Worn drum").first()
    assert note
    assert note.is_internal


def test_reopening(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    solve(ticket, people.agent)
    before = fresh(ticket).last_seq
    for _time in range(2):
        press(client, ticket, "reopen")
    assert kinds_since(ticket, before) == ["ticket.reopened"]
    assert fresh(ticket).is_open


@pytest.mark.parametrize("verb", ["assign", "move", "set-priority", "categorise", "tag", "close"])
def test_the_right_to_reply_is_not_the_right_to_change(verb: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    Membership.objects.create(user=people.clerk, group=people.group, right=Right.REPLY)
    response = press(
        client_for(people.clerk), ticket, verb, assignee="me", group=people.group.pk, reason="spam", tags="x"
    )
    assert response.status_code in (404, 422)
    assert kinds_since(ticket) == []


@pytest.mark.parametrize(
    "verb",
    [
        "reply",
        "note",
        "assign",
        "move",
        "set-priority",
        "categorise",
        "tag",
        "wait",
        "hold",
        "open",
        "solve",
        "close",
        "reopen",
    ],
)
def test_others_find_no_verb(verb: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    for person in (people.customer, people.other_customer, people.other_agent, people.clerk):
        assert press(client_for(person), ticket, verb, body="x", reason="spam").status_code == 404
    asks = verb in ("solve", "close")
    answer = client_for(people.agent).get(f"/tickets/{ticket.number}/{verb}/")
    assert answer.status_code == (200 if asks else 405)
    assert kinds_since(ticket) == []


def test_the_same_closing_note_twice_is_one(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    solve(ticket, people.agent)
    before = fresh(ticket).last_seq
    for _time in range(2):
        page = press(client, ticket, "close", body="Worn drum.", reason="workaround", client_key="c")
    assert kinds_since(ticket, before) == ["message.noted", "ticket.closed"]
    assert fresh(ticket).close_reason == "workaround", "the reason of the closing replaces the first one"
    assert "Worn drum." in page.content.decode()
    assert (
        "Worn drum." not in client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    )


def test_the_page_goes_on_when_a_ticket_is_done(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    assert "HX-Trigger-After-Settle" not in press(client, ticket, "reply", body="Which one?").headers
    for then in ("reply", "wait"):
        done = press(client, ticket, then, body="Done.", then="solve")
        assert (done.headers.get("HX-Trigger-After-Settle") == "finished") is (then == "reply")

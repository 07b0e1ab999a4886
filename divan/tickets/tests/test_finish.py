"""Solving and closing ask in a dialog like every other deed: what is wrong stands in it, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.kept import forget_all
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _answered(people: Cast) -> Ticket:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    return fresh(ticket)


def _key(client: Client, ticket: Ticket, verb: str) -> str:
    """What makes one message of what one opening of the dialog sends."""
    page = client.get(f"/tickets/{ticket.number}/{verb}/", **HTMX).content.decode()
    found = re.search(r'name="client_key" value="([^"]+)"', page)
    assert found
    return found[1]


def _notes(ticket: Ticket) -> list[str]:
    rows = Message.objects.filter(conversation_id=ticket.conversation_id, visibility="internal")
    return list(rows.order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize("verb", ["solve", "close"])
def test_it_is_asked_in_a_dialog_and_without_scripts_on_a_page(
    verb: str, people: Cast, client_for: Doors
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    path = f"/tickets/{ticket.number}/{verb}/"
    dialog, page = (client.get(path, **how).content.decode() for how in (HTMX, {}))
    assert f'data-deed="{verb}_ticket"' in dialog
    assert 'id="deed-dialog"' in dialog
    assert "<html" not in dialog
    assert "<html" in page
    for shown in (dialog, page):
        assert 'value="known_error"' in shown
        assert 'value="merged"' not in shown
    assert kinds_since(ticket) == []


@pytest.mark.parametrize(
    "said",
    [
        {"reason": "resolved"},
        {"reason": "duplicate"},
        {"reason": "duplicate", "duplicate_of": "DVN-99999"},
        {"reason": "nonsense"},
    ],
)
@pytest.mark.parametrize("verb", ["solve", "close"])
def test_what_is_wrong_stands_in_the_dialog_with_all_that_was_typed(
    verb: str, said: dict[str, str], people: Cast, client_for: Doors
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    typed = {**said, "client_key": "one"} | ({"body": "Worn drum."} if verb == "close" else {})
    for how in (HTMX, {}):
        answer = client.post(f"/tickets/{ticket.number}/{verb}/", typed, **how)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "data-form-errors" in page
        assert 'id="deed-form"' in page
        assert 'id="notice"' not in page or not how, "a banner under the dialog is read by nobody"
        assert 'name="client_key" value="one"' in page
        assert said["reason"] == "nonsense" or f'value="{said["reason"]}" selected' in page
        assert said.get("duplicate_of", "") in page
        assert typed.get("body", "") in page
    assert kinds_since(ticket) == []


def test_a_key_that_cannot_solve_at_once_asks(people: Cast, client_for: Doors) -> None:
    ticket, client = _answered(people), client_for(people.agent)
    wanted = {"impact": "medium", "category_id": None, "needs_category": True, "close_after_days": None}
    actions.set_type_defaults("question", **wanted, actor=actor(people.administrator))
    forget_all()
    answer = press(client, ticket, "solve")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="deed-dialog"' in page
    assert "data-form-errors" in page
    assert re.search(r'name="client_key" value="[^"]{16,}"', page)
    assert fresh(ticket).is_open


def test_the_menu_and_the_keys_lead_to_it(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    unanswered, answered = open_ticket(people), _answered(people)
    page = client.get(f"/tickets/{unanswered.number}/").content.decode()
    asks = r'<a[^>]*data-key="{}"[^>]*href="/tickets/{}/solve/"[^>]*hx-target="#deed"'
    assert re.search(asks.format("e", unanswered.number), page)
    assert 'id="do-solve_ticket"' not in page
    page = client.get(f"/tickets/{answered.number}/").content.decode()
    assert not re.search(asks.format("e", answered.number), page)
    assert 'form="do-solve_ticket"' in page
    assert re.search(asks.format(r"shift\+e", answered.number), page)
    for verb in ("solve", "close"):
        assert f'data-deed="{verb}_ticket"' in page
    solve(answered, people.agent)
    page = client.get(f"/tickets/{answered.number}/").content.decode()
    assert 'data-deed="solve_ticket"' not in page
    assert 'data-deed="close_ticket"' in page


def test_the_key_of_the_reason_may_be_changed(people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get("/profile/keyboard/").content.decode()
    assert "shift+e" in page


def test_an_answered_ticket_is_solved_with_another_reason(people: Cast, client_for: Doors) -> None:
    ticket, client = _answered(people), client_for(people.agent)
    before = ticket.last_seq
    sent = press(client, ticket, "solve", reason="workaround", client_key=_key(client, ticket, "solve"))
    assert sent.headers["HX-Trigger-After-Settle"] == "finished"
    assert (fresh(ticket).status, fresh(ticket).close_reason) == ("solved", "workaround")
    assert kinds_since(ticket, before) == ["ticket.solved"]


def test_without_scripts_it_leads_back_to_the_ticket(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    sent = {"reason": "resolved", "body": "The drum is new.", "client_key": "one"}
    answer = client.post(f"/tickets/{ticket.number}/solve/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tickets/{ticket.number}/")
    assert fresh(ticket).status == "solved"


def test_every_closing_has_a_note_of_its_own(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for text in ("Worn drum.", "Worn drum again."):
        key = _key(client, ticket, "close")
        for _time in range(2):
            sent = press(client, ticket, "close", reason="wont_fix", body=text, client_key=key)
            assert sent.status_code == 200
        assert press(client, ticket, "reopen").status_code == 200
    assert _notes(ticket) == ["Worn drum.", "Worn drum again."]


def test_a_closing_is_taken_back_and_its_note_stays(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    sent = press(client, ticket, "close", reason="wont_fix", body="Worn drum.", client_key="one")
    made = ticket.events.get(kind="ticket.closed").batch
    path = f"/tickets/{ticket.number}/undo/{made}/"
    assert path in sent.headers["HX-Trigger"]
    assert client.post(path, **HTMX).status_code == 204
    assert fresh(ticket).is_open
    assert _notes(ticket) == ["Worn drum."]

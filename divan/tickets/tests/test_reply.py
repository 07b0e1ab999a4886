"""reply on the desk: an answer to the requester, alone or with what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from divan.accounts.models import Membership, User
from divan.conversations.actions import upload
from divan.conversations.models import Attachment, Message
from divan.core.actors import Right
from divan.tickets.tests.desk import HTMX, POLYGLOT, fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


@pytest.mark.parametrize(
    ("then", "status", "kinds"),
    [
        ("", "open", ["message.sent", "ticket.state_changed"]),
        ("wait", "pending", ["message.sent", "ticket.state_changed", "ticket.state_changed"]),
        ("solve", "solved", ["message.sent", "ticket.state_changed", "ticket.solved"]),
        ("nonsense", "open", ["message.sent", "ticket.state_changed"]),
    ],
)
def test_reply_and_what_follows(
    then: str, status: str, kinds: list[str], people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people)
    response = press(
        client_for(people.agent), ticket, "reply", body="Try tray 2.", then=then, client_key="k1"
    )
    assert response.status_code == 200
    assert b"Try tray 2." in response.content
    assert (fresh(ticket).status, fresh(ticket).waiting_since) == (status, None)
    assert kinds_since(ticket) == kinds


def test_the_same_form_twice_is_one_message(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        press(client, ticket, "reply", body="Once.", then="solve", client_key="once")
    assert Message.objects.filter(text="Once.").count() == 1
    assert kinds_since(ticket) == ["message.sent", "ticket.state_changed", "ticket.solved"]


def test_an_empty_reply_is_refused_and_nothing_changes(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = press(client_for(people.agent), ticket, "reply", body="   ", then="solve")
    assert response.status_code == 422
    assert fresh(ticket).status == "new"
    assert kinds_since(ticket) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_survives_a_refusal(
    scripts: bool, people: Cast, client_for: Doors, settings: Settings
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    mine = upload(SimpleUploadedFile("drum.txt", b"x"), actor=actor(people.agent))
    data: dict[str, Any] = {"body": POLYGLOT, "attachments": [mine.pk], "client_key": "k" * 10}
    headers: dict[str, Any] = HTMX if scripts else {}
    settings.ATTACHMENT_MAX_BYTES = 4
    data["files"] = SimpleUploadedFile("big.bin", b"12345")
    response = client.post(f"/tickets/{ticket.number}/reply/", data, **headers)
    page = response.content.decode()
    assert response.status_code == 422
    assert "&lt;script&gt;alert(2)" in page
    assert "<script>alert" not in page
    assert f'name="attachments" value="{mine.pk}"' in page
    assert f'value="{"k" * 10}"' in page
    assert kinds_since(ticket) == []


def test_files_go_with_the_message_and_only_the_own_ones(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    mine = upload(SimpleUploadedFile("drum.txt", b"x"), actor=actor(people.agent))
    foreign = upload(SimpleUploadedFile("secret.txt", b"y"), actor=actor(people.other_agent))
    response = press(client, ticket, "reply", body="See file", attachments=[mine.pk, foreign.pk])
    assert b"drum.txt" in response.content
    assert Attachment.objects.get(pk=mine.pk).message_id
    assert Attachment.objects.get(pk=foreign.pk).message_id is None


def test_who_may_only_see_cannot_reply_but_note(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    Membership.objects.create(user=people.clerk, group=people.group, right=Right.SEE)
    client = client_for(people.clerk)
    assert press(client, ticket, "reply", body="Hello").status_code == 404
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert 'data-composer="reply"' not in page
    assert press(client, ticket, "note", body="Hello").status_code == 200
    assert kinds_since(ticket) == ["message.noted"]


def test_without_scripts_the_page_follows(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = client_for(people.agent).post(
        f"/tickets/{ticket.number}/reply/", {"body": "Hello"}, follow=True
    )
    assert response.redirect_chain == [(f"/tickets/{ticket.number}/", 302)]
    assert b"Hello" in response.content

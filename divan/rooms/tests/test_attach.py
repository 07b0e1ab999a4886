"""Attaching lines to a ticket: one internal note, on purpose, by who may write notes there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.conversations.actions import upload
from divan.conversations.models import Message, Visibility
from divan.core.errors import NotAllowed, Refused
from divan.rooms.actions import attach_to_ticket, leave_room
from divan.rooms.models import Room
from divan.rooms.tests.support import address, tell
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    return open_ticket(people)


@pytest.fixture
def said(room: Room, people: Cast) -> Room:
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(people.agent))
    tell(room, people.agent, "The drum is worn out.", files=(file.pk,))
    tell(room, people.other_agent, "Nobody needs to know this.")
    tell(room, people.supervisor, "Send a new one.")
    return room


def notes(ticket: Ticket) -> list[Message]:
    of_ticket = Message.objects.filter(conversation_id=ticket.conversation_id)
    return list(of_ticket.filter(visibility=Visibility.INTERNAL))


def test_chosen_lines_become_one_internal_note_word_for_word(
    said: Room, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    client, here = client_for(people.agent), address("attach_room_lines", said)
    shown = client.get(here, {"line": [1, 3]}).content.decode()
    preview = shown.split('id="note-preview"')[1].split("</blockquote>")[0]
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key
    sent = {"line": [1, 3], "number": ticket.number.lower(), "key": key[1]}
    for _twice in range(2):
        assert client.post(here, sent).headers["Location"] == f"/tickets/{ticket.number}/"
    (note,) = notes(ticket)
    assert re.sub(r"<[^>]+>|\s", "", preview.partition(">")[2]) == re.sub(r"\s", "", note.text)
    assert people.supervisor.name in note.text
    assert "Nobody needs" not in note.text
    assert [file.name for file in note.attachments.all()] == ["drum.txt"]
    assert note.attachments.get().sha256


def test_customers_never_read_it(said: Room, ticket: Ticket, people: Cast, client_for: Doors) -> None:
    attach_to_ticket(said, [1], ticket, key="k", actor=actor(people.agent))
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert "worn out" not in page


def test_nothing_is_copied_before_somebody_says_so(
    said: Room, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.agent)
    assert client.get(address("attach_room_lines", said)).status_code == 200
    client.get(address("attach_room_lines", said), {"line": [1], "number": ticket.number})
    assert notes(ticket) == []


def test_only_who_may_write_notes_there_attaches_anything(
    said: Room, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    with pytest.raises(NotAllowed):
        attach_to_ticket(said, [1], ticket, key="k", actor=actor(people.other_agent))
    sent = {"line": [1], "number": ticket.number, "key": "k"}
    answer = client_for(people.other_agent).post(address("attach_room_lines", said), sent)
    assert answer.status_code == 422
    missing = client_for(people.other_agent).post(
        address("attach_room_lines", said), {**sent, "number": "DVN-999999"}
    )
    assert missing.status_code == 422
    assert notes(ticket) == []


def test_only_members_attach_what_was_said(said: Room, ticket: Ticket, people: Cast) -> None:
    with pytest.raises(NotAllowed):
        attach_to_ticket(said, [1], ticket, key="k", actor=actor(people.administrator))
    leave_room(said, actor=actor(people.agent))
    with pytest.raises(NotAllowed):
        attach_to_ticket(said, [1], ticket, key="k", actor=actor(people.agent))
    assert notes(ticket) == []


@pytest.mark.parametrize("chosen", [[], [99], list(range(1, 200))])
def test_no_line_and_too_many_are_refused(
    chosen: list[int], said: Room, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    with pytest.raises(Refused):
        attach_to_ticket(said, chosen, ticket, key="k", actor=actor(people.agent))
    sent = {"line": chosen, "number": ticket.number, "key": "k"}
    assert client_for(people.agent).post(address("attach_room_lines", said), sent).status_code == 422

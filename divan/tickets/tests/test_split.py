"""Splitting: a message that is about something else becomes a ticket of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message
from divan.core.errors import NotAllowed, Refused
from divan.tickets import actions
from divan.tickets.forms.joining import MESSAGES
from divan.tickets.models import Event, Link, Ticket
from divan.tickets.tests.desk import HTMX, kinds_since
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def _split(client: Client, ticket: Ticket, message: Message, **more: Any) -> Any:
    """As a browser does it, twice: the second press must change nothing."""
    page = client.get(f"/tickets/{ticket.number}/split/", {"message": message.pk}, **HTMX).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    data = {"message": message.pk, "subject": "The other thing", "key": key[1], **more}
    for _time in range(2):
        answer = client.post(f"/tickets/{ticket.number}/split/", data, **HTMX)
    return answer


def test_a_message_becomes_a_ticket_with_its_files(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    file = upload(SimpleUploadedFile("invoice.txt", b"12 EUR"), actor=actor(people.customer))
    draft = Draft(text="By the way, my invoice is wrong.", attachments=(file.pk,))
    message = actions.reply(ticket, draft, actor=actor(people.customer))
    answer = _split(client_for(people.agent), ticket, message)
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert answer.headers["HX-Redirect"] == f"/tickets/{new.number}/"
    assert (new.subject, new.requester, new.group) == ("The other thing", people.customer, people.group)
    copy = Message.objects.get(conversation_id=new.conversation_id)
    assert (copy.text, copy.author, copy.from_staff) == (message.text, people.customer, False)
    assert [one.name for one in copy.attachments.all()] == ["invoice.txt"]
    assert new.waiting_since == message.created_at
    assert list(Link.objects.values_list("ticket", "other")) == [(ticket.pk, new.pk)]
    assert kinds_since(ticket, 2) == ["ticket.split"]
    assert kinds_since(new) == ["ticket.split"]
    assert Event.objects.filter(ticket=new).values("batch").distinct().count() == 1


def test_an_old_message_is_the_one_that_is_offered(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    old = reply(ticket, people.customer, "Long ago.")
    for which in range(MESSAGES):
        reply(ticket, people.customer, f"Later {which}")
    client = client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/split/", {"message": old.pk}, **HTMX).content.decode()
    assert re.search(rf'<option value="{old.pk}" selected', page)
    _split(client, ticket, old)
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert Message.objects.get(conversation_id=new.conversation_id).text == "Long ago."


def test_it_may_be_for_whoever_wrote_it(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.copy_in(ticket, [people.other_customer], actor=actor(people.agent))
    message = reply(ticket, people.other_customer, "I have another question.")
    _split(client_for(people.agent), ticket, message, for_author="on")
    assert Ticket.objects.exclude(pk=ticket.pk).get().requester == people.other_customer


def test_a_note_is_not_shown_to_a_customer_without_a_tick(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    written = note(ticket, people.agent, "Their contract ends.")
    client = client_for(people.agent)
    assert _split(client, ticket, written).status_code == 422
    with pytest.raises(Refused):
        actions.split(ticket, written, actor=actor(people.agent), subject="Contract", key="a key")
    assert Ticket.objects.count() == 1
    _split(client, ticket, written, reveal="on")
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    copy = Message.objects.get(conversation_id=new.conversation_id)
    assert (copy.visibility, copy.from_staff, new.waiting_since) == ("public", True, None)


def test_only_messages_of_the_ticket(people: Cast, client_for: Doors) -> None:
    ticket, other = open_ticket(people), open_ticket(people, group=people.other_group)
    message = Message.objects.get(conversation_id=other.conversation_id)
    assert _split(client_for(people.agent), ticket, message).status_code == 422
    with pytest.raises(NotAllowed):
        actions.split(ticket, message, actor=actor(people.agent), subject="Theirs", key="a key")
    assert Ticket.objects.count() == 2


def test_what_was_merged_without_showing_it_is_not_shown_by_splitting(
    people: Cast, client_for: Doors
) -> None:
    home, ticket = (
        open_ticket(people),
        open_ticket(people, requester=people.other_customer, text="My salary."),
    )
    actions.merge(ticket, home, actor=actor(people.agent))
    message = Message.objects.get(conversation_id=ticket.conversation_id)
    client = client_for(people.agent)
    assert _split(client, home, message).status_code == 422
    assert Ticket.objects.count() == 2
    _split(client, home, message, for_author="on")
    assert Ticket.objects.latest("id").requester == people.other_customer

"""Inserting a saved reply: its language, its values, what is missing, and which come first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import upload
from divan.conversations.markup import Written
from divan.conversations.models import Attachment
from divan.replies import actions
from divan.replies.models import SavedReply
from divan.replies.tests.replies import saved
from divan.tickets import actions as tickets
from divan.tickets.models import Category, FormField, Ticket
from divan.tickets.tests.desk import HTMX, POLYGLOT
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _found(client: Client, ticket: Ticket, q: str = "", mode: str = "reply") -> str:
    response = client.get(f"/tickets/{ticket.number}/replies/", {"q": q, "mode": mode}, **HTMX)
    assert response.status_code == 200
    return response.content.decode()


def _used(client: Client, ticket: Ticket, reply: SavedReply, mode: str = "reply") -> Any:
    response = client.post(f"/tickets/{ticket.number}/replies/{reply.pk}/", {"mode": mode})
    assert response.status_code == 200
    return response.json()


def test_it_comes_in_the_language_of_the_customer(people: Cast, client_for: Doors) -> None:
    reply = saved(people.agent, en="Hello", pl="Dzień dobry", tr="Merhaba")
    ticket, client = open_ticket(people), client_for(people.agent)
    assert _used(client, ticket, reply)["text"] == "Dzień dobry"
    assert _used(client, ticket, reply, "note")["text"] == "Merhaba", "a note is for the team"
    page = _found(client, ticket)
    assert "Title tr" in page, "the title is in the language of the agent"
    assert "Dzień dobry" in page
    assert "data-fallback" not in page


def test_a_missing_language_is_said(people: Cast, client_for: Doors) -> None:
    reply = saved(people.agent, en="Hello", fa="سلام")
    ticket, client = open_ticket(people), client_for(people.agent)
    assert 'data-fallback="en"' in _found(client, ticket)
    assert _used(client, ticket, reply)["text"] == "Hello"


def test_values_are_escaped_and_never_run(people: Cast, client_for: Doors) -> None:
    User.objects.filter(pk=people.customer.pk).update(name=POLYGLOT)
    html = "<p>Hello <strong>{{requester.name}}</strong></p>"
    reply = saved(people.agent, html=html, en="x")
    told = _used(client_for(people.agent), open_ticket(people, subject="{{agent.name}}"), reply)
    assert "<svg" not in told["html"]
    assert "&lt;svg" in told["html"]
    assert "{{7*7}}" in told["html"], "nothing in a value is looked up again"


def test_what_a_ticket_does_not_have_is_marked(people: Cast, client_for: Doors) -> None:
    reply = saved(people.agent, en="{{ticket.number}} of {{organisation.name}}")
    ticket = open_ticket(people)
    told = _used(client_for(people.agent), ticket, reply)
    assert told["text"].startswith(f"{ticket.number} of ⟦")
    assert len(told["missing"]) == 1


def test_answers_of_the_form_have_variables(people: Cast, client_for: Doors) -> None:
    question = FormField.objects.filter(field=None, kind="text").earliest("pk")
    reply = saved(people.agent, en="Room {{answer." + question.key + "}}")
    ticket = open_ticket(people, form=question.form, answers={question.key: "204"})
    assert _used(client_for(people.agent), ticket, reply)["text"] == "Room 204"
    other = _used(client_for(people.agent), open_ticket(people), reply)
    assert other["missing"]


def test_first_aid_comes_first_then_what_is_used_most(people: Cast, client_for: Doors) -> None:
    rare, often, aid = (saved(people.agent, en=word) for word in ("rare", "often", "aid"))
    printers = Category.objects.create(names={"en": "Printers"})
    aid.categories.add(printers)
    ticket, client = open_ticket(people), client_for(people.agent)
    tickets.categorise(ticket, printers.pk, actor=actor(people.agent))
    _used(client, ticket, often)
    page = _found(client, ticket)
    places = [page.index(f"saved-reply-{reply.pk}") for reply in (aid, often, rare)]
    assert places == sorted(places)
    often.refresh_from_db()
    assert (often.uses, often.last_used_at is not None) == (1, True)


def test_the_picker_finds_words_of_any_language(people: Cast, client_for: Doors) -> None:
    saved(people.agent, en="Turn it off", pl="Wyłącz drukarkę")
    saved(people.agent, en="Something else")
    client, ticket = client_for(people.agent), open_ticket(people)
    assert _found(client, ticket, "wylacz").count('role="option"') == 1
    assert _found(client, ticket, "zebra").count('role="option"') == 0


def test_others_replies_cannot_be_used(people: Cast, client_for: Doors) -> None:
    reply, ticket = saved(people.supervisor, en="secret"), open_ticket(people)
    assert client_for(people.agent).post(f"/tickets/{ticket.number}/replies/{reply.pk}/").status_code == 404
    assert "secret" not in _found(client_for(people.agent), ticket)


def test_its_files_become_uploads_of_who_uses_it(people: Cast, client_for: Doors) -> None:
    chief = actor(people.supervisor)
    file = upload(SimpleUploadedFile("form.txt", b"to be signed"), actor=chief)
    words = actions.ReplyWords("all", "en", "The form", Written("See the file"), uploads=(file.pk,))
    reply = actions.save_reply(words, actor=chief)
    told = _used(client_for(people.agent), open_ticket(people), reply)
    [given] = told["files"]
    mine = Attachment.objects.get(pk=given["id"])
    assert (mine.uploaded_by_id, mine.sha256, mine.message_id) == (people.agent.pk, file.sha256, None)


def test_a_new_mail_tells_nothing_of_people_whom_the_writer_does_not_know(
    people: Cast, client_for: Doors
) -> None:
    open_ticket(people)
    client, reply = client_for(people.other_agent), saved(people.other_agent, en="Dear {{requester.name}}")
    told = client.post(f"/compositions/replies/{reply.pk}/", {"to": people.customer.email}).json()
    nobody = client.post(f"/compositions/replies/{reply.pk}/", {"to": "new@elsewhere.example"}).json()
    assert told == nobody


def test_a_new_mail_knows_its_recipient(people: Cast, client_for: Doors) -> None:
    open_ticket(people)
    reply = saved(people.agent, en="Hello {{requester.name}}", pl="Witaj {{requester.name}}")
    client = client_for(people.agent)
    told = client.post(f"/compositions/replies/{reply.pk}/", {"to": people.customer.email}).json()
    assert told["text"] == f"Witaj {people.customer.name}"
    unknown = client.post(f"/compositions/replies/{reply.pk}/", {"to": "new@elsewhere.example"}).json()
    assert unknown["missing"]
    assert "Title" in client.get("/compositions/replies/").content.decode()

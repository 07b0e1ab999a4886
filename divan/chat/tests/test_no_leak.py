"""Whispers stay where they were whispered: nothing that a visitor, a customer or a third expert can get holds them.

This is where other help desks leaked (C5, SECURITY class 34), so every way out of a chat is tried here.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.actions.roles import RoleSettings, create_role
from divan.accounts.models import User
from divan.chat import access
from divan.chat.actions.ending import end_chat
from divan.chat.actions.joining import join
from divan.chat.documents import as_paper
from divan.chat.models import Chat, ChatLine, EndReason
from divan.chat.queries.courses import as_visitor, public_course
from divan.chat.tests.past_chat import WORDS, Past, conference, seat
from divan.chat.tests.test_transcript import ask, copy, proved
from divan.conversations.models import Message
from divan.core import jobs
from divan.core.actors import Right
from divan.realtime.lines.families import Family, Seat, family_of
from divan.search.queries import find
from divan.tickets import guests
from divan.ui import printing
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
TO_ONE, WATCHER = "Marigold", "Ece"
PATIENCE_SECONDS = 120
needs_pango = pytest.mark.skipif(
    not (printing.is_possible() or "DIVAN_TEST_NEEDS_PANGO" in os.environ),
    reason="this machine has no Pango: install libpangoft2-1.0-0",
)


@pytest.fixture
def running(people: Cast) -> Past:
    return conference(people, ends=False)


@pytest.fixture
def held(running: Past, people: Cast) -> Past:
    end_chat(running.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    running.chat.refresh_from_db()
    jobs.drain()
    return running


def family() -> Family:
    found = family_of("chat:1")
    assert found is not None
    return found


def feed(of: Seat) -> list[Any]:
    """All lines of a feed, as frames carry them."""
    return family().lines(of, 0, 1000)


def holds_nothing(text: str, *more: str) -> None:
    """None of the whispered words, nor `more`, is in it. JSON may write letters as numbers, these are plain ones."""
    assert text
    assert [word for word in (*WORDS, *more) if word in text] == []


# What the visitor's page gets


def test_the_visitors_feed_has_no_gap_and_no_whisper(running: Past) -> None:
    lines = feed(running.visitor)
    assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
    assert len(lines) == Chat.objects.get(pk=running.chat.pk).last_public
    assert {"whispered", "invited", "hidden"}.isdisjoint(line["kind"] for line in lines)
    holds_nothing(json.dumps(lines, ensure_ascii=False), WATCHER, "Alma")


def test_fresh_lines_have_whispers_in_no_public_view(running: Past) -> None:
    fresh = family().fresh({running.chat.channel: 0})[running.chat.channel]
    public = [line.views[access.PUBLIC] for line in fresh if access.PUBLIC in line.views]
    assert len(public) == Chat.objects.get(pk=running.chat.pk).last_public
    holds_nothing(json.dumps(public, ensure_ascii=False), WATCHER, "Alma")


def test_what_is_true_of_the_chat_names_no_watcher_to_the_visitor(running: Past) -> None:
    states = family().states(running.chat.channel)
    holds_nothing(json.dumps(states[access.PUBLIC], ensure_ascii=False), WATCHER, "Alma")
    assert WATCHER in json.dumps(states[access.DESK], ensure_ascii=False)


def test_that_somebody_writes_a_whisper_is_no_note_to_the_visitor(running: Past, people: Cast) -> None:
    members = {
        line.member for line in ChatLine.objects.filter(chat=running.chat).select_related("member__user")
    }
    for member in members:
        if member is not None and member.user is not None:
            told = family().note(
                seat(running.chat, member), {"typing": True, "whisper": True, "text": TO_ONE}
            )
            assert access.PUBLIC not in told
            holds_nothing(json.dumps(told) + " ")


def test_the_door_without_sockets_says_the_same(running: Past) -> None:
    answer = Client().get(f"/lines/?{running.chat.channel}=0", headers={"Authorization": running.bearer})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Is the lamp green?" in text
    holds_nothing(text, WATCHER, "Alma")


def test_a_file_of_a_whisper_is_not_there_for_the_visitor(running: Past) -> None:
    for message in running.whispers:
        found = Message.objects.get(pk=message)
        assert found.is_internal
        assert found.conversation_id != running.chat.ticket.conversation_id
    answer = Client().get("/chat/visit/files/1/", headers={"Authorization": running.bearer})
    assert answer.status_code == 404


# What the visitor keeps, and what a customer can look up


@pytest.mark.parametrize("form", ["txt", "html", "page"])
def test_copies_have_none(held: Past, form: str) -> None:
    text = copy(held, form).content.decode()
    assert "Is the lamp green?" in text
    holds_nothing(text, WATCHER, "Alma")


def test_mails_have_none(held: Past, people: Cast) -> None:
    proved(held)
    assert ask(held, "mail").status_code == 200
    jobs.drain()
    mails = apps.get_model("mail", "OutgoingMail").objects.filter(to__endswith="@visitor.example")
    assert mails.exists()
    for mail in mails:
        holds_nothing(f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.headers}", WATCHER)


def visitors_pages(held: Past, client_for: Doors) -> Iterator[str]:
    """The portal as the requester sees it, signed in and by a link."""
    ticket, visitor = held.chat.ticket, held.chat.visitor
    client = client_for(visitor)
    for address in (f"/my/tickets/{ticket.number}/", "/portal/", "/my/tickets/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        yield answer.content.decode()
    token = guests.create_link(ticket, visitor.pk)
    yield client_for(None).get(f"/t/{token}/").content.decode()


def test_the_portal_has_none(held: Past, client_for: Doors) -> None:
    for page in visitors_pages(held, client_for):
        holds_nothing(page, WATCHER)


def test_nobody_finds_a_whisper_by_searching(held: Past, people: Cast) -> None:
    for person in (held.chat.visitor, people.agent, people.supervisor, people.administrator):
        for word in WORDS:
            assert find(word, actor=actor(person), kind="ticket").hits == ()
    assert find("pump", actor=actor(held.chat.visitor), kind="ticket").hits


@pytest.mark.parametrize("form", ["", "json/"])
def test_the_report_of_the_ticket_has_none_even_with_notes(
    held: Past, people: Cast, client_for: Doors, form: str
) -> None:
    for query in ("", "?notes=1"):
        answer = client_for(people.agent).get(f"/tickets/{held.chat.ticket.number}/report/{form}{query}")
        assert answer.status_code == 200
        holds_nothing(answer.content.decode(), WATCHER)


def test_the_page_of_the_ticket_has_no_whispers(held: Past, people: Cast, client_for: Doors) -> None:
    answer = client_for(people.agent).get(f"/tickets/{held.chat.ticket.number}/")
    assert answer.status_code == 200
    holds_nothing(answer.content.decode())


@needs_pango
def test_a_pdf_has_none(held: Past) -> None:
    url = ask(held, "link", form="pdf").json()["url"]
    end = time.monotonic() + PATIENCE_SECONDS
    answer = Client().get(url)
    while answer.status_code == 202 and time.monotonic() < end:
        answer = Client().get(url)
    assert answer.status_code == 200
    # Letters in a PDF are glyphs; that the words are not among them is known from the page that it was made of.
    with as_visitor(held.chat):
        holds_nothing(as_paper(public_course(held.chat)).html, WATCHER)


# A whisper to one, and everybody else at the desk


@pytest.fixture
def third(running: Past, people: Cast) -> User:
    """Filiz, an expert who came after the others; she may read the archive and supervises nobody."""
    chief = actor(people.administrator)
    settings = RoleSettings(
        names={"en": "Reader"}, is_staff=True, permissions=("chat.archive",), all_groups=Right.NONE
    )
    role = create_role(settings, actor=chief)
    person = accounts.add_person(
        "filiz@divan.example", "Filiz", role, actor=chief, language="en", password="cedar-kettle-47"
    )
    accounts.add_member(people.group, person, Right.REPLY, actor=chief)
    join(running.chat, actor=actor(person))
    return person


def test_a_third_expert_gets_a_number_instead_of_it(running: Past, third: User, people: Cast) -> None:
    def read_by(person: User) -> list[Any]:
        found = access.seat_of_staff(actor(person), running.chat.pk)
        assert found is not None
        return feed(found)

    lines = read_by(third)
    assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
    assert [line for line in lines if line["kind"] == "hidden"] == [{"n": _hidden(running), "kind": "hidden"}]
    assert TO_ONE not in json.dumps(lines)
    assert WORDS[0] in json.dumps(lines)
    for reader in (people.agent, people.other_agent):
        assert TO_ONE in json.dumps(read_by(reader))


def _hidden(running: Past) -> int:
    return ChatLine.objects.get(chat=running.chat, message_id=running.whispers[1]).serial


def test_a_guest_expert_gets_a_number_instead_of_it(running: Past) -> None:
    found = access.seat_of_guest(running.guest_token)
    assert found is not None
    lines = feed(found[1])
    assert TO_ONE not in json.dumps(lines)
    assert {"n": _hidden(running), "kind": "hidden"} in lines
    bearer = {"Authorization": f"Bearer {running.guest_token}"}
    text = Client().get(f"/lines/?{running.chat.channel}=0", headers=bearer).content.decode()
    assert TO_ONE not in text
    assert WORDS[0] in text


def test_frames_to_others_are_only_the_number(running: Past) -> None:
    fresh = family().fresh({running.chat.channel: 0})[running.chat.channel]
    (whispered,) = [line for line in fresh if TO_ONE in json.dumps(line.views)]
    assert whispered.only is not None
    assert len(whispered.only) == 2
    assert set(whispered.views) == {access.DESK}


def test_pages_of_the_desk_show_it_to_nobody_else(
    running: Past, third: User, people: Cast, client_for: Doors
) -> None:
    number = running.chat.ticket.number
    for address in (f"/chats/{running.chat.pk}/", f"/tickets/{number}/", "/chats/"):
        answer = client_for(third).get(address)
        assert answer.status_code == 200
        assert TO_ONE not in answer.content.decode()
    assert TO_ONE in client_for(people.other_agent).get(f"/chats/{running.chat.pk}/").content.decode()


def test_the_archive_shows_it_to_nobody_else(third: User, held: Past, client_for: Doors) -> None:
    client, address = client_for(third), f"/chats/archive/{held.chat.pk}/"
    page = client.get(address).content.decode()
    assert WORDS[0] in page
    assert TO_ONE not in page
    copies = [
        client.post(f"{address}copy/", {"form": form, "whispers": "1"}, follow=True).content.decode()
        for form in ("txt", "html", "page")
    ]
    for text in copies:
        assert WORDS[0] in text
        assert TO_ONE not in text
    exported = client.post("/chats/archive/export/", {"form": "json"})
    holds_nothing(b"".join(exported.streaming_content).decode())  # type: ignore[attr-defined]
    assert client.get("/chats/archive/", {"q": TO_ONE}).content.decode().count("data-chat=") == 0

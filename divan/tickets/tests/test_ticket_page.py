"""The ticket page of the desk: what it tells, to whom, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message
from divan.tickets import actions
from divan.tickets.models import ReadMark, Ticket
from divan.tickets.tests.desk import HTMX, POLYGLOT
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
PNG = b"\x89PNG\r\n\x1a\n and then some"


def _page(client: Client, ticket: Ticket, path: str = "") -> str:
    response = client.get(f"/tickets/{ticket.number}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_conversation_with_notes_and_history(people: Cast, client_for: Doors) -> None:
    people.agent.language = "en"
    people.agent.save(update_fields=["language"])
    ticket = open_ticket(people, text="It prints empty pages.")
    reply(ticket, people.agent, "Which tray?")
    note(ticket, people.agent, "Third time this year.")
    actions.set_priority(ticket, impact="high", urgency="high", actor=actor(people.agent))
    page = _page(client_for(people.agent), ticket)
    places = [page.index(text) for text in ("It prints empty", "Which tray?", "Third time", "Many people")]
    assert places == sorted(places)
    assert "message note" in page
    assert "Ticket opened by" not in page, "the message itself tells that"


def test_customers_and_other_groups_find_nothing(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    note(ticket, people.agent, "Secret of the house")
    for person in (people.customer, people.other_customer, people.other_agent, people.clerk):
        client = client_for(person)
        for path in ("", "changes/", "earlier/?before=999999", "assignees/"):
            response = client.get(f"/tickets/{ticket.number}/{path}")
            assert response.status_code == 404
            assert b"Secret of the house" not in response.content


def test_hostile_words_are_only_shown(people: Cast, client_for: Doors) -> None:
    people.customer.name = POLYGLOT
    people.customer.save(update_fields=["name"])
    file = upload(SimpleUploadedFile("<img src=x onerror=alert(4)>.txt", b"x"), actor=actor(people.customer))
    draft = Draft(text=POLYGLOT, quoted=POLYGLOT, attachments=(file.pk,))
    ticket = open_ticket(people, subject=POLYGLOT, draft=draft)
    client = client_for(people.agent)
    for path in ("", "changes/", "assignees/"):
        page = _page(client, ticket, path)
        assert "<svg/onload" not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page


def test_long_threads_show_the_end_and_fetch_the_rest(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket = open_ticket(people, text="word-0 here")
    for index in range(1, 75):
        frozen_clock.advance(timedelta(minutes=1))
        reply(ticket, people.agent, f"word-{index} here")
    client = client_for(people.agent)
    page = _page(client, ticket)
    shown = re.findall(r"word-(\d+) here", page)
    seen = [int(word) for word in shown]
    while found := re.search(r"earlier/\?before=(\d+)", page):
        page = _page(client, ticket, f"earlier/?before={found[1]}")
        seen = [int(word) for word in re.findall(r"word-(\d+) here", page)] + seen
    assert len(shown) == 30
    assert seen == list(range(75))


def test_an_open_page_stays_complete(people: Cast, client_for: Doors) -> None:
    """It asks for everything from its first message on, also when more than thirty have come since."""
    ticket = open_ticket(people)
    for index in range(40):
        reply(ticket, people.agent, f"word-{index} here")
    first = Message.objects.filter(text="word-5 here").get().pk
    page = _page(client_for(people.agent), ticket, f"changes/?from={first}")
    assert re.findall(r"word-(\d+) here", page) == [str(index) for index in range(5, 40)]


def test_opening_marks_as_read_once(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    ticket = open_ticket(people)
    frozen_clock.advance(timedelta(seconds=5))
    client = client_for(people.agent)
    _page(client, ticket)
    seen = ReadMark.objects.get(user=people.agent, ticket=ticket).seen_at
    frozen_clock.advance(timedelta(seconds=5))
    _page(client, ticket)
    assert ReadMark.objects.get(user=people.agent, ticket=ticket).seen_at == seen, (
        "nothing new, nothing written"
    )


def test_files_are_downloads_and_proven_pictures_are_shown(people: Cast, client_for: Doors) -> None:
    agent = actor(people.agent)
    page = upload(SimpleUploadedFile("evil.png", b"<html><script>alert(1)</script>"), actor=agent)
    picture = upload(SimpleUploadedFile("گزارش «نهایی».png", PNG), actor=agent)
    ticket = open_ticket(people)
    actions.reply(ticket, Draft(text="Both", attachments=(page.pk, picture.pk)), actor=agent)
    client = client_for(people.agent)
    base = f"/tickets/{ticket.number}/files"

    for show in ("", "?show=1"):
        evil = client.get(f"{base}/{page.pk}/evil.png{show}")
        assert evil.headers["Content-Disposition"].startswith("attachment")
        assert evil.headers["Content-Type"] == "application/octet-stream"
        assert evil.headers["X-Content-Type-Options"] == "nosniff"
        assert evil.headers["Content-Security-Policy"].startswith("sandbox")
    shown: Any = client.get(f"{base}/{picture.pk}/x?show=1")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "filename*=utf-8''" in shown.headers["Content-Disposition"]
    assert b"".join(shown.streaming_content) == PNG


def test_files_of_another_ticket_are_not_there(people: Cast, client_for: Doors) -> None:
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile("a.txt", b"x"), actor=agent)
    actions.reply(open_ticket(people), Draft(text="Here", attachments=(file.pk,)), actor=agent)
    other = open_ticket(people)
    assert client_for(people.agent).get(f"/tickets/{other.number}/files/{file.pk}/a.txt").status_code == 404


def test_the_page_costs_the_same_for_five_and_for_sixty_messages(people: Cast, client_for: Doors) -> None:
    ticket, costs = open_ticket(people), []
    client = client_for(people.agent)
    for wanted in (5, 60):
        while Message.objects.filter(conversation_id=ticket.conversation_id).count() < wanted:
            reply(ticket, people.agent)
            note(ticket, people.agent)
        client.get(f"/tickets/{ticket.number}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/tickets/{ticket.number}/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 13


def test_the_list_fetches_only_the_two_panes(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    panes = client_for(people.agent).get(f"/tickets/{ticket.number}/", **HTMX).content.decode()
    assert 'id="talk"' in panes
    assert 'id="context"' in panes
    assert "<html" not in panes

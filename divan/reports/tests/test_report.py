"""The report of a ticket: what is in it, in every language and form, and what must never be."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.core import clock
from divan.core.l10n.languages import CODES
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.ui import printing
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
SECRET = "The customer is always wrong, says the drum."
PATIENCE_SECONDS = 120
is_wanted = printing.is_possible() or "DIVAN_TEST_NEEDS_PANGO" in os.environ
needs_pango = pytest.mark.skipif(not is_wanted, reason="this machine has no Pango: install libpangoft2-1.0-0")


@pytest.fixture
def done(people: Cast) -> Ticket:
    """A ticket with a problem, a note, a promise, a second opening and a solution."""
    agent = actor(people.agent)
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=agent)
    actions.state_problem(ticket, "Pages stay empty since Monday.", cause="A worn drum.", actor=agent)
    note(ticket, people.agent, SECRET)
    actions.promise(ticket, clock.now().date() + timedelta(days=3), actor=agent)
    solve(ticket, people.agent, "The drum has been replaced.")
    ticket.refresh_from_db()
    actions.reopen(ticket, actor=actor(people.customer))
    return solve(ticket, people.agent, "Now the tray is fixed too.")


def _get(client: Client, ticket: Ticket, form: str = "", **query: str) -> Any:
    return client.get(f"/tickets/{ticket.number}/report/{form}", query)


def _text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_tells_the_whole_story(done: Ticket, people: Cast, client_for: Doors) -> None:
    page = _text(_get(client_for(people.agent), done, language="en"))
    for words in (
        "Pages stay empty since Monday.",
        "A worn drum.",
        "Now the tray is fixed too.",
        str(people.customer),
        str(people.agent),
        done.number,
    ):
        assert words in page, words
    assert "&lt;section" not in page
    said = json.loads(_text(_get(client_for(people.agent), done, "json/", language="en")))
    assert said["problem"] == "Pages stay empty since Monday."
    assert said["close_reason"] == "resolved"
    assert date.fromisoformat(said["promised_on"])
    figures = {line["label"]: line["value"] for line in said["figures"]}
    assert figures["Opened again"] == "1"
    assert figures["Messages of the desk"] == "2"


@pytest.mark.parametrize("form", ["", "json/"])
def test_notes_are_in_it_only_when_they_are_asked_for(
    form: str, done: Ticket, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.agent)
    assert SECRET not in _text(_get(client, done, form))
    assert SECRET in _text(_get(client, done, form, notes="1"))


def test_nobody_else_gets_it(done: Ticket, people: Cast, client_for: Doors) -> None:
    for person in (people.customer, people.other_customer, people.other_agent, None):
        for form in ("", "pdf/", "json/"):
            assert _get(client_for(person), done, form, notes="1").status_code in (302, 404)


@pytest.mark.parametrize("language", CODES)
def test_every_language_has_its_page_and_its_json(
    language: str, done: Ticket, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.agent)
    page = _text(_get(client, done, language=language))
    assert f'id="report" lang="{language}"' in page
    assert json.loads(_text(_get(client, done, "json/", language=language)))["language"] == language


def test_without_a_choice_it_is_in_the_language_of_the_requester(
    done: Ticket, people: Cast, client_for: Doors
) -> None:
    said = json.loads(_text(_get(client_for(people.agent), done, "json/")))
    assert said["language"] == people.customer.language
    assert (
        json.loads(_text(_get(client_for(people.agent), done, "json/", language="xx")))["language"]
        == said["language"]
    )


@needs_pango
@pytest.mark.parametrize("language", ["en", "he", "fa"])
def test_it_is_a_pdf(language: str, done: Ticket, people: Cast, client_for: Doors) -> None:
    client, end = client_for(people.agent), time.monotonic() + PATIENCE_SECONDS
    answer = _get(client, done, "pdf/", language=language)
    while answer.status_code == 202 and time.monotonic() < end:
        answer = _get(client, done, "pdf/", language=language)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"{done.number}-{language}.pdf" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_the_number_of_queries_does_not_depend_on_the_ticket(
    done: Ticket, people: Cast, client_for: Doors, django_assert_max_num_queries: Any
) -> None:
    for _index in range(10):
        reply(done, people.customer)
        reply(done, people.agent)
        note(done, people.agent)
    client = client_for(people.agent)
    _get(client, done, "json/", notes="1")
    with django_assert_max_num_queries(24):
        _get(client, done, "json/", notes="1")

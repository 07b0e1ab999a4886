"""What visitors keep of a chat: copies in every form, and a mail to an address that is theirs (C7)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from divan.accounts.models import User
from divan.chat.actions.transcripts import send_transcript
from divan.chat.models import Chat, TranscriptSending
from divan.chat.tests.past_chat import Past, conference
from divan.core import clock
from divan.core.errors import NotAllowed, Refused
from divan.tickets.models import Event
from divan.ui import printing
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
PATIENCE_SECONDS = 120
is_wanted = printing.is_possible() or "DIVAN_TEST_NEEDS_PANGO" in os.environ
needs_pango = pytest.mark.skipif(not is_wanted, reason="this machine has no Pango: install libpangoft2-1.0-0")


@pytest.fixture
def past(people: Cast, frozen_clock: FrozenClock) -> Past:
    return conference(people)


def ask(past: Past, door: str, **said: str) -> Any:
    """What a door of the visitor's copies answers to the holder of the token."""
    return Client().post(f"/chat/transcript/{door}/", said, headers={"Authorization": past.bearer})


def copy(past: Past, form: str) -> Any:
    """The copy in this form, by the link that the token buys."""
    bought = ask(past, "link", form=form)
    assert bought.status_code == 200
    return Client().get(bought.json()["url"])


def proved(past: Past) -> Chat:
    Chat.objects.filter(pk=past.chat.pk).update(address_proved_at=clock.now())
    return past.chat


@pytest.mark.parametrize("form", ["txt", "html", "page"])
def test_a_copy_holds_what_was_said_and_by_whom(past: Past, form: str) -> None:
    answer = copy(past, form)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    for words in (
        *("The heater does not start.", "Is the lamp green?", "چراغ سبز است.", "Then it is the pump."),
        *("Nora", "Baran Yıldız", "דינה לוי", "Rosa Lind", "Heating engineer", past.chat.ticket.number),
    ):
        assert words in text
    assert "@" not in text.replace("@layer", "").replace("@media", "")


def test_it_is_in_the_visitors_language_calendar_and_zone(past: Past) -> None:
    page = copy(past, "html").content.decode()
    assert '<html lang="fa" dir="rtl">' in page
    # Noon of 21 March 2026 (UTC) in Warsaw, where the help desk is: the first day of 1405.
    assert "۱۴۰۵" in page
    assert "۱۳:۰۰" in page
    assert "Europe/Warsaw" in page
    assert "۱۳:۰۰" in copy(past, "txt").content.decode()


def test_a_copy_as_a_file_loads_and_runs_nothing(past: Past) -> None:
    Chat.objects.filter(pk=past.chat.pk).update(visitor_name="<script>alert(1)</script>")
    answer = copy(past, "html")
    page = answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in page
    assert not any(mark in page for mark in ("<script", "src=", "<link", "url("))


@needs_pango
def test_the_pdf_comes_when_it_is_made(past: Past) -> None:
    url = ask(past, "link", form="pdf").json()["url"]
    end = time.monotonic() + PATIENCE_SECONDS
    answer = Client().get(url)
    while answer.status_code == 202 and time.monotonic() < end:
        answer = Client().get(url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]


def test_a_link_opens_one_form_for_some_minutes(past: Past, frozen_clock: FrozenClock) -> None:
    url = ask(past, "link", form="txt").json()["url"]
    assert past.token not in url
    assert Client().get(url).headers["Content-Type"] == "text/plain; charset=utf-8"
    assert Client().get(f"{url[:-2]}x/").status_code == 404
    frozen_clock.advance(timedelta(minutes=5))
    assert Client().get(url).status_code == 404


def test_without_the_token_nothing_is_there(past: Past) -> None:
    for door in ("link", "code", "address", "mail"):
        bare = Client().post(f"/chat/transcript/{door}/", {"form": "txt"})
        wrong = Client().post(
            f"/chat/transcript/{door}/", {"form": "txt"}, headers={"Authorization": "Bearer no"}
        )
        assert (bare.status_code, wrong.status_code) == (404, 404)
    assert ask(past, "link", form="exe").status_code == 404


def test_a_mail_goes_only_to_an_address_that_is_proved(past: Past) -> None:
    refused = ask(past, "mail")
    assert refused.status_code == 422
    assert refused.json()["error"]
    assert (
        not apps.get_model("mail", "OutgoingMail").objects.filter(purpose="account.chat_transcript").exists()
    )
    proved(past)
    assert ask(past, "mail").json() == {"address": "nora@visitor.example"}
    mail = apps.get_model("mail", "OutgoingMail").objects.get(purpose="account.chat_transcript")
    assert (mail.to, mail.language) == ("nora@visitor.example", "fa")
    for body in (mail.text, mail.html):
        assert "Then it is the pump." in body
        assert "Rosa Lind" in body


def test_every_sending_is_noted(past: Past, people: Cast) -> None:
    proved(past)
    ask(past, "mail")
    sent = send_transcript(past.chat, actor=actor(people.agent))
    rows = TranscriptSending.objects.filter(chat=past.chat).order_by("pk")
    assert list(rows.values_list("address", "asked_by")) == [
        ("nora@visitor.example", None),
        ("nora@visitor.example", people.agent.pk),
    ]
    events = Event.objects.filter(ticket=past.chat.ticket, kind="chat.transcript_sent").order_by("seq")
    assert [event.payload["person"] for event in events] == [None, people.agent.pk]
    assert events[1].payload["sending"] == sent.pk


def test_the_desk_cannot_send_it_to_an_address_that_is_only_claimed(past: Past, people: Cast) -> None:
    with pytest.raises(Refused):
        send_transcript(past.chat, actor=actor(people.agent))
    for stranger in (people.clerk, people.customer):
        with pytest.raises(NotAllowed):
            send_transcript(proved(past), actor=actor(stranger))


def test_a_person_with_a_confirmed_account_is_known_to_the_desk(past: Past, people: Cast) -> None:
    Chat.objects.filter(pk=past.chat.pk).update(visitor=people.customer)
    assert ask(past, "mail").status_code == 422
    sent = send_transcript(past.chat, actor=actor(people.agent))
    assert sent.address == people.customer.email


def test_one_chat_fills_no_mailbox(past: Past) -> None:
    proved(past)
    for _again in range(10):
        assert ask(past, "mail").status_code == 200
    assert ask(past, "mail").status_code == 422

"""Machines that answer machines: what we never answer, how ours are known, and what stops all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.mail.automatic import caps
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, Sink, letter
from divan.tickets.models import Status, Ticket
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

Doors = Callable[[User | None], Client]

# Subjects of vacation notices as programs write them, some without any header that says so.
VACATION = {
    "en": ("Automatic reply: Empty pages", "I am out of the office until Monday."),
    "tr": ("Otomatik yanıt: Boş sayfalar", "Pazartesiye kadar ofis dışındayım."),
    "he": ("מענה אוטומטי: דפים ריקים", "אני מחוץ למשרד עד יום שני."),
    "fa": ("پاسخ خودکار: صفحهٔ خالی", "تا دوشنبه در دفتر نیستم."),
    "pl": ("Automatyczna odpowiedź: Puste strony", "Do poniedziałku jestem poza biurem."),
}


@pytest.mark.parametrize("language", VACATION)
def test_vacation_notice_is_kept_reopens_nothing_and_is_not_answered(
    people: Cast, sink: Sink, deliver: Deliver, language: str
) -> None:
    subject, text = VACATION[language]
    ticket = open_ticket(people)
    solve(ticket, people.agent)
    drain()
    before = OutgoingMail.objects.count()
    deliver(letter(text, subject=subject), to=reply_address(SUPPORT, ticket.pk))
    ticket.refresh_from_db()
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.is_automatic, ticket.status) == (True, Status.SOLVED)
    assert OutgoingMail.objects.count() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Auto_Submitted": "auto-notified; owner-email=x@y.example"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.lists.example>"},
        {"List_Unsubscribe": "<mailto:off@lists.example>"},
    ],
)
def test_what_a_machine_wrote_gets_no_confirmation(deliver: Deliver, headers: dict[str, str]) -> None:
    deliver(letter("Disk 93 % full", sender="monitor@machines.example", **headers))
    assert OutgoingMail.objects.count() == 0


def test_our_automatic_mail_says_what_it_is_and_a_person_s_does_not(people: Cast, sink: Sink) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    drain()
    confirmation, answer = sink.received
    assert confirmation["Auto-Submitted"] == "auto-replied"
    assert confirmation["X-Loop"] == SUPPORT
    assert "AutoReply" in confirmation["X-Auto-Response-Suppress"]
    for name in ("Auto-Submitted", "X-Loop", "X-Auto-Response-Suppress", "Precedence"):
        assert answer[name] is None
        assert name != "Precedence" or confirmation[name] is None
    assert answer["Date"]
    assert sink.envelopes[0][0] != sink.envelopes[1][0]


def test_an_unproven_name_is_not_repeated_to_the_address(deliver: Deliver, sink: Sink) -> None:
    """Class 14: whoever wrote chose the name, too."""
    deliver(letter("Hello", sender='"CHEAP PILLS at pills.example" <victim@new.example>', subject="PILLS"))
    received = sink.received[0]
    assert received["To"] == "victim@new.example"
    assert "PILLS" not in received.as_string().upper()


def test_our_automatic_mail_is_known_even_under_another_name(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    """A list or a forwarder sends it back with a sender and a Message-ID of its own."""
    open_ticket(people)
    drain()
    confirmation = sink.received[0]
    for name, value in (("From", "list@lists.example"), ("Message-ID", "<other@lists.example>")):
        confirmation.replace_header(name, value)
    for name in ("In-Reply-To", "References"):
        del confirmation[name]
    deliver(confirmation.as_bytes())
    assert InboundMail.objects.get().reason == "loop"
    assert Ticket.objects.count() == 1


def test_automatic_mail_of_one_address_is_set_aside_when_it_is_too_much(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "MOST_FROM_AN_ADDRESS", 3)
    for number in range(5):
        warning = letter(
            "Disk full",
            sender="monitor@machines.example",
            Auto_Submitted="auto-generated",
            Message_ID=f"<{number}@machines.example>",
        )
        deliver(warning)
    reasons = list(InboundMail.objects.order_by("id").values_list("state", "reason"))
    assert reasons == [("processed", "")] * 3 + [("ignored", "limit")] * 2
    assert Ticket.objects.count() == 3


@pytest.mark.parametrize("cap", ["MOST_TO_A_DOMAIN", "MOST_TO_ANYBODY"])
def test_circuit_breaker_holds_automatic_mail_that_people_can_release(
    people: Cast, sink: Sink, client_for: Doors, monkeypatch: pytest.MonkeyPatch, cap: str
) -> None:
    monkeypatch.setattr(caps, cap, 2)
    ticket = open_ticket(people)
    for number in range(3):
        open_ticket(people, subject=f"Ticket {number}")
    reply(ticket, people.agent)
    drain()
    assert sorted(OutgoingMail.objects.values_list("state", "hold", "purpose")) == [
        *[("held", "too_many", "confirmation")] * 2,
        ("sent", "", "answer"),
        *[("sent", "", "confirmation")] * 2,
    ]
    client = client_for(people.administrator)
    assert 'id="capped"' in client.get(reverse("settings_outgoing")).text
    client.post(reverse("settings_release_held"), {"hold": "too_many"})
    drain()
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
    assert 'id="capped"' not in client.get(reverse("settings_outgoing")).text

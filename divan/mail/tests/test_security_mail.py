"""Classes 11, 15, 29 and 33 at the doors of mail: forged colleagues, leaked links, slow markup, the relay."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts import actions as accounts
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Right
from divan.core.jobs import drain
from divan.mail.models import OutgoingMail, RelaySettings
from divan.mail.parsing import parse
from divan.mail.parsing.html_limits import is_heavy
from divan.mail.parsing.html_text import to_text
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, letter
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
RELAY = {
    "host": "mail.example",
    "port": "587",
    "security": "starttls",
    "username": "me",
    "password": "secret",
}
_LINK = re.compile(r"/t/([A-Za-z0-9_-]{32})/")


@pytest.mark.django_db(transaction=True)
def test_a_colleague_from_elsewhere_is_a_note_that_nobody_vouches_for(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    deliver(
        letter("Send us your password.", sender=people.other_agent.email),
        to=reply_address(SUPPORT, ticket.pk),
    )
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.is_internal, last.is_verified, last.author) == (True, False, None)


@pytest.mark.django_db(transaction=True)
def test_a_quoted_link_opens_nothing_for_those_who_read_the_answer(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    drain()
    sent = OutgoingMail.objects.get(purpose="answer")
    token = _LINK.search(sent.text)
    assert token
    quotation = "".join(f"> {line}\n" for line in sent.text.splitlines())
    deliver(
        letter(f"Thanks!\n\nOn 3 May 2026 at 10:00, Baran wrote:\n{quotation}"),
        to=reply_address(SUPPORT, ticket.pk),
    )
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert "/t/" in last.quoted
    assert token[1] not in last.quoted + last.text + last.html


@pytest.mark.django_db
def test_who_looks_after_mail_does_not_get_the_links_of_customers(client_for: Doors, people: Cast) -> None:
    open_ticket(people)
    drain()
    mail = OutgoingMail.objects.get()
    token = _LINK.search(mail.text)
    assert token
    for place in ("settings_outgoing_mail", "settings_outgoing_letter"):
        address = reverse(place, kwargs={"mail_id": mail.pk})
        assert token[1] not in client_for(people.clerk).get(address).text
        assert token[1] in client_for(people.administrator).get(address).text


@pytest.mark.django_db
def test_only_administrators_choose_who_carries_the_codes(client_for: Doors, people: Cast) -> None:
    role = accounts.create_role(
        RoleSettings(
            names={"en": "Caretaker"}, is_staff=True, permissions=("settings.manage",), all_groups=Right.NONE
        ),
        actor=actor(people.administrator),
    )
    person = accounts.add_person("hal@divan.example", "Hal", role, actor=actor(people.administrator))
    assert client_for(person).post(reverse("settings_relay"), RELAY).status_code == 404
    assert not RelaySettings.objects.exists()


@pytest.mark.django_db
def test_a_stored_password_is_not_sent_in_the_open(client_for: Doors, people: Cast) -> None:
    client = client_for(people.administrator)
    client.post(reverse("settings_relay"), RELAY)
    open_relay = {**RELAY, "security": "none", "password": ""}
    assert client.post(reverse("settings_relay"), open_relay).status_code == 422
    assert RelaySettings.objects.get().security == "starttls"


@pytest.mark.parametrize(
    "markup",
    [
        "<a {}>x</a>",
        "<a/{}>x</a>",
        '<a=="x {}">x</a>',
        '<!-- <a x="--><a {}>x</a>"',
        "<a {}",
    ],
)
def test_many_attributes_are_not_parsed(markup: str) -> None:
    hostile = markup.format(" ".join(f"a{number}" for number in range(100_000)))
    began = time.monotonic()
    assert is_heavy(hostile)
    to_text(hostile)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", [b"text/plain", b"multipart/mixed"])
def test_many_parameters_are_not_parsed(kind: bytes) -> None:
    began = time.monotonic()
    parse(b"From: a@b.example\r\nContent-Type: " + kind + b"; " + b'";"' * 100_000 + b"\r\n\r\nwords")
    assert time.monotonic() - began < 5


def test_many_parts_are_not_built() -> None:
    began = time.monotonic()
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    parsed = parse(head + b"--b\r\n\r\nx\r\n" * 2_000_000)
    assert parsed.sender is not None
    assert time.monotonic() - began < 10


def test_what_looks_like_tags_in_tags_is_read_in_linear_time() -> None:
    began = time.monotonic()
    assert is_heavy("<a b=<a/b=" * 90_000)
    assert time.monotonic() - began < 5


def test_ordinary_markup_is_parsed() -> None:
    row = "<tr><td style='color: red' class=x title=\"a > b\">words<br/></td></tr>"
    assert not is_heavy(f"<table>{row * 5000}</table>")

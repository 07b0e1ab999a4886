"""Handing mail to a relay: once it is there, again if it failed, not at all while there is none."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from divan.accounts.actions import invite
from divan.accounts.mailing import post
from divan.accounts.models import Role, User
from divan.conversations.models import Delivery
from divan.core import clock
from divan.core.jobs import drain
from divan.mail import sending
from divan.mail.models import OutgoingMail
from divan.mail.relay import Relay, relay_of_url
from divan.mail.signing import bounce_address
from divan.mail.tests.conftest import SUPPORT, Sink
from divan.tickets import deliveries
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_a_relay_mail_is_held_and_readable(people: Cast) -> None:
    ticket = open_ticket(people)
    message = reply(ticket, people.agent)
    drain()
    mail = OutgoingMail.objects.get(purpose="answer")
    message.refresh_from_db()
    assert (mail.state, mail.hold, message.delivery) == ("held", "no_relay", Delivery.QUEUED)
    assert "We are looking into it." in mail.text


def test_relay_that_refuses_a_mail_for_good(people: Cast, sink: Sink) -> None:
    sink.answer = "554 5.7.1 No"
    message = reply(open_ticket(people), people.agent)
    drain()
    mail = OutgoingMail.objects.get(purpose="answer")
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("failed", Delivery.FAILED)
    assert "5.7.1 No" in mail.error


def test_relay_that_is_busy_is_asked_again_later(people: Cast, sink: Sink) -> None:
    sink.answer = "451 4.3.0 Busy"
    message = reply(open_ticket(people), people.agent)
    drain()
    mail = OutgoingMail.objects.get(purpose="answer")
    assert (mail.state, mail.attempts) == ("queued", 1)
    sink.answer = "250 OK"
    with clock.at(mail.next_try_at + timedelta(seconds=1)):
        drain()
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT
    assert len(sink.received) == 2


def test_relay_that_is_away_loses_nothing(people: Cast, settings: Settings) -> None:
    settings.MAIL_RELAY_URL = "smtp://127.0.0.1:1?tls=none"
    open_ticket(people)
    drain()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == ("queued", 0)
    assert "Connection refused" in mail.error


def test_crash_between_sending_and_noting_sends_the_same_mail_again(people: Cast, sink: Sink) -> None:
    open_ticket(people)
    drain()
    # What a process leaves behind that dies after the relay took the mail.
    OutgoingMail.objects.update(state="sending", sent_at=None, lease_until=clock.now() + timedelta(minutes=5))
    drain()
    assert len(sink.received) == 1
    with clock.at(clock.now() + timedelta(minutes=6)):
        drain()
    assert len({message["Message-ID"] for message in sink.received}) == 1
    assert OutgoingMail.objects.get().state == "sent"


def test_two_workers_send_once(people: Cast, sink: Sink) -> None:
    for number in range(10):
        open_ticket(people, subject=f"Ticket {number}")
    OutgoingMail.objects.all().delete()
    reply_to = open_ticket(people)
    for _number in range(5):
        reply(reply_to, people.agent)
    _queue_only()
    threads = [threading.Thread(target=_send_and_close) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [message["Message-ID"] for message in sink.received]
    assert len(sent) == len(set(sent)) == OutgoingMail.objects.filter(state="sent").count()


def _queue_only() -> None:
    """Run the readers, not the sending."""
    while deliveries.pump(threading.Event()):
        pass


def _send_and_close() -> None:
    try:
        sending.pump(threading.Event())
    finally:
        connections.close_all()


def test_hostile_names_cannot_add_headers(people: Cast, sink: Sink) -> None:
    User.objects.filter(pk=people.customer.pk).update(name='"Eve"\r\nBcc: victim@x.example, <a@b.example>')
    open_ticket(people, subject="Line\r\nBcc: victim@x.example")
    drain()
    message = sink.received[0]
    assert message["Bcc"] is None
    assert sink.envelopes[0][1] == [people.customer.email]


def test_account_mail_is_queued_sent_and_then_forgotten(people: Cast, sink: Sink) -> None:
    role = Role.objects.get(slug="agent")
    invite("new@divan.example", "Noa", role, [people.group], "he", actor=actor(people.administrator))
    mail = OutgoingMail.objects.get()
    assert (mail.purpose, mail.state, mail.language) == ("account.invitation", "queued", "he")
    assert "/invitations/" in mail.text
    drain()
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")
    assert sink.envelopes == [(bounce_address(SUPPORT, mail.pk), ["new@divan.example"])]


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example", Relay("mail.example", 587, "starttls")),
        ("smtps://me%40x:p%2Fw@mail.example", Relay("mail.example", 465, "tls", "me@x", "p/w")),
        ("smtp://10.0.0.1:2500?tls=none", Relay("10.0.0.1", 2500, "none")),
    ],
)
def test_relay_from_the_environment(url: str, relay: Relay) -> None:
    assert relay_of_url(url) == relay


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://x?tls=maybe"])
def test_relay_that_nobody_can_read_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="DIVAN_MAIL_RELAY"):
        relay_of_url(url)


def test_only_mail_that_somebody_asked_for_says_how_to_end_it(people: Cast, sink: Sink) -> None:
    facts = {"title": "Drums", "summary": "", "link": "https://help.example/drums/", "is_first": True}
    stop = "https://help.example/help/stop/abc/"
    post("knowledge_news", to=people.customer.email, language="pl", stop=stop, **facts)
    role = Role.objects.get(slug="agent")
    invite("new@divan.example", "Noa", role, [people.group], "he", actor=actor(people.administrator))
    drain()
    news, invitation = sorted(sink.received, key=lambda mail: mail["List-Unsubscribe"] is None)
    assert news["List-Unsubscribe"] == f"<{stop}>"
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert invitation["List-Unsubscribe"] is None

"""Relays in trouble: no mail is to blame, none is lost, and no other relay is kept waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pytest_django.fixtures import Settings

from divan.conversations.models import Delivery
from divan.core import clock
from divan.core.jobs import drain
from divan.mail.models import Mailbox, OutgoingMail, RelaySettings
from divan.mail.sending.waiting import trouble_of
from divan.mail.tests.conftest import BILLING, Deliver, Sink, letter
from divan.tickets.models import Event
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast
from tests.support.product import free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # The relay of these tests asks for passwords without TLS, and aiosmtpd thinks little of that.
    pytest.mark.filterwarnings("ignore:Requiring AUTH"),
]


class Picky(Sink):
    """A relay that lets in whoever knows the password, counts who knocks, and hangs up at poison."""

    password = b"right"
    knocks = 0
    greeted_by = ""

    def check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == self.password
        return AuthResult(success=good, handled=good)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = self.greeted_by = hostname
        self.knocks += 1
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if b"poison" in (envelope.original_content or b""):
            server.transport.abort()
        return await super().handle_DATA(server, session, envelope)


@contextmanager
def listening(sink: Picky) -> Iterator[None]:
    sink.port = free_port()
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        authenticator=sink.check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    yield
    controller.stop()


@pytest.fixture
def picky(settings: Settings) -> Iterator[Picky]:
    sink = Picky()
    with listening(sink):
        settings.MAIL_RELAY_URL = f"smtp://us:right@127.0.0.1:{sink.port}?tls=none"
        yield sink


def states() -> list[tuple[str, int]]:
    return list(OutgoingMail.objects.order_by("id").values_list("state", "attempts"))


def test_wrong_password_costs_no_mail_an_attempt(people: Cast, picky: Picky) -> None:
    picky.password = b"changed"
    ticket = open_ticket(people)
    messages = [reply(ticket, people.agent, f"Answer {number}") for number in range(3)]
    drain()
    assert states() == [("queued", 0)] * 4
    assert picky.knocks == 1
    messages[0].refresh_from_db()
    assert messages[0].delivery == Delivery.DELAYED
    trouble = trouble_of(Mailbox.objects.get(is_default=True))
    assert trouble is not None
    assert "535" in trouble.error


def test_nobody_knocks_again_until_it_is_time(people: Cast, picky: Picky) -> None:
    picky.password = b"changed"
    open_ticket(people)
    drain()
    open_ticket(people, subject="Another one")
    drain()
    assert picky.knocks == 1
    assert states() == [("queued", 0)] * 2
    assert len({mail.error for mail in OutgoingMail.objects.all()}) == 1


def test_everything_goes_out_at_once_when_the_relay_works_again(people: Cast, picky: Picky) -> None:
    now = clock.now()
    picky.password = b"changed"
    for number in range(3):
        with clock.at(now + timedelta(seconds=20 * number)):
            open_ticket(people, subject=f"Ticket {number}")
            drain()
    picky.password = b"right"
    with clock.at(OutgoingMail.objects.earliest("next_try_at").next_try_at + timedelta(seconds=1)):
        drain()
    assert states() == [("sent", 0)] * 3
    assert trouble_of(Mailbox.objects.get(is_default=True)) is None


def test_waiting_grows_with_the_trouble_but_not_beyond_a_quarter_of_an_hour(
    people: Cast, picky: Picky
) -> None:
    picky.password = b"changed"
    open_ticket(people)
    waits = []
    moment = clock.now() + timedelta(seconds=1)
    for _try in range(30):
        with clock.at(moment):
            drain()
        following = OutgoingMail.objects.get().next_try_at
        waits.append(following - moment)
        moment = following
    assert waits[0] == timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_one_relay_in_trouble_keeps_no_other_waiting(
    people: Cast, sink: Sink, mailboxes: tuple[Mailbox, Mailbox]
) -> None:
    billing = Mailbox.objects.get(address=BILLING)
    RelaySettings.objects.create(mailbox=billing, is_general=False, host="127.0.0.1", port=1, security="none")
    stuck = open_ticket(people, group=people.other_group)
    going = open_ticket(people)
    drain()
    assert OutgoingMail.objects.get(ticket=stuck).state == "queued"
    assert OutgoingMail.objects.get(ticket=stuck).mailbox == billing
    assert OutgoingMail.objects.get(ticket=going).state == "sent"
    assert trouble_of(billing) is not None


def test_a_mailbox_whose_relay_is_taken_away_holds_its_mail(
    people: Cast, sink: Sink, settings: Settings
) -> None:
    sink.answer = "451 4.3.0 Busy"
    open_ticket(people)
    drain()
    settings.MAIL_RELAY_URL = ""
    with clock.at(clock.now() + timedelta(hours=1)):
        drain()
    assert list(OutgoingMail.objects.values_list("state", "hold")) == [("held", "no_relay")]


def test_many_mails_share_one_connection(people: Cast, picky: Picky) -> None:
    ticket = open_ticket(people)
    for number in range(20):
        reply(ticket, people.agent, f"Answer {number}")
    drain()
    assert len(picky.received) == 21
    assert picky.knocks == 1


def test_the_relay_is_greeted_with_the_public_name(people: Cast, picky: Picky, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://help.divan.example:8443/desk"
    open_ticket(people)
    drain()
    assert picky.greeted_by == "help.divan.example"


def test_a_mail_at_which_the_relay_hangs_up_does_not_stop_the_others(people: Cast, picky: Picky) -> None:
    ticket = open_ticket(people)
    for text in ("poison", "harmless", "poison", "good"):
        reply(ticket, people.agent, text)
    drain()
    assert states() == [("sent", 0), ("queued", 1), ("sent", 0), ("queued", 1), ("sent", 0)]


def test_final_failure_stands_on_the_ticket(people: Cast, sink: Sink) -> None:
    ticket = open_ticket(people)
    drain()
    sink.answer = "451 4.3.0 Busy"
    message = reply(ticket, people.agent)
    for _try in range(8):
        with clock.at(OutgoingMail.objects.latest("id").next_try_at + timedelta(minutes=1)):
            drain()
    message.refresh_from_db()
    assert (OutgoingMail.objects.latest("id").state, message.delivery) == ("failed", Delivery.FAILED)
    assert Event.objects.get(kind="message.bounced").payload["reason"] == "expired"


def test_an_answer_to_a_mail_proves_that_it_arrived(
    people: Cast, picky: Picky, deliver: Deliver, taken_but_not_told: Callable[[], OutgoingMail]
) -> None:
    """The relay took the mail, but its word did not reach us; then the customer answers it."""
    mail = taken_but_not_told()
    deliver(letter("Thanks!", In_Reply_To=mail.identifier))
    mail.refresh_from_db()
    assert mail.state == "sent"
    with clock.at(clock.now() + timedelta(hours=1)):
        drain()
    assert picky.received == []


@pytest.fixture
def taken_but_not_told(people: Cast, picky: Picky) -> Callable[[], OutgoingMail]:
    def take() -> OutgoingMail:
        ticket = open_ticket(people)
        OutgoingMail.objects.all().delete()
        reply(ticket, people.agent, "poison")
        drain()
        mail = OutgoingMail.objects.get(purpose="answer")
        OutgoingMail.objects.exclude(pk=mail.pk).delete()
        picky.received.clear()
        assert (mail.state, mail.attempts) == ("queued", 1)
        return mail

    return take

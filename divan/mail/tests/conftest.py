"""A help desk with two mailboxes, the receiver behind a real port, and a relay that keeps what it is given."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from divan.core.jobs import drain
from divan.mail import receiver
from divan.mail.models import Mailbox
from tests.support.cast import Cast
from tests.support.product import free_port

SUPPORT = "support@divan.example"
BILLING = "billing@divan.example"
LISTEN_SECONDS = 10


@pytest.fixture
def mailboxes(people: Cast) -> tuple[Mailbox, Mailbox]:
    """The default mailbox, which was made at set-up, and one of Billing."""
    return (
        Mailbox.objects.get(address=SUPPORT),
        Mailbox.objects.create(address=BILLING, group=people.other_group, language="he"),
    )


@pytest.fixture
def smtp_port(mailboxes: tuple[Mailbox, Mailbox]) -> Iterator[int]:
    """The receiver of the product, listening."""
    port, stop, listening = free_port(), threading.Event(), threading.Event()
    thread = threading.Thread(target=receiver.run, args=(stop, "127.0.0.1", port, listening))
    thread.start()
    assert listening.wait(LISTEN_SECONDS)
    yield port
    stop.set()
    thread.join(LISTEN_SECONDS)


Deliver = Callable[..., None]


@pytest.fixture
def deliver(smtp_port: int) -> Deliver:
    """Hands a message to the receiver through a socket and lets the worker do all that follows."""

    def hand_over(message: bytes | EmailMessage, *, sender: str = "", to: str | list[str] = SUPPORT) -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTP)
        with smtplib.SMTP("127.0.0.1", smtp_port) as client:
            client.sendmail(sender or "celina@customer.example", to, raw)
        drain()

    return hand_over


def letter(
    text: str = "My printer prints nothing but stars.",
    *,
    sender: str = "Celina Nowak <celina@customer.example>",
    subject: str = "Stars on paper",
    **headers: str,
) -> EmailMessage:
    """A plain message as a mail program writes it; `In_Reply_To="…"` and the like become headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, SUPPORT, subject
    message["Message-ID"] = headers.pop("Message_ID", "<first@customer.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@dataclass
class Sink:
    """A relay that takes everything but what it was told to refuse."""

    port: int = 0
    received: list[Message] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    answer: str = "250 OK"
    recipient_answer: str = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.received.append(_message(envelope))
            self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
        return self.answer


def _message(envelope: Envelope) -> Message:
    return message_from_bytes(envelope.original_content or b"", policy=policy.default)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A running relay that the product is told to use."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    settings.MAIL_RELAY_URL = f"smtp://127.0.0.1:{sink.port}?tls=none"
    yield sink
    controller.stop()

"""The other doors of the receiver: LMTP, STARTTLS, and how much one peer may send."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from divan.mail import receiver
from divan.mail.models import InboundMail, Mailbox
from divan.mail.receiving import peers
from divan.mail.tests.conftest import BILLING, LISTEN_SECONDS, SUPPORT
from tests.support.certificates import make_certificate
from tests.support.product import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailboxes")]

RAW = b"From: a@b.example\r\nSubject: Stars\r\nMessage-ID: <%d@b.example>\r\n\r\nHello\r\n"


@contextmanager
def receiving() -> Iterator[int]:
    """The receiver with the settings of now; yields its SMTP port."""
    port, stop, listening = free_port(), threading.Event(), threading.Event()
    thread = threading.Thread(target=receiver.run, args=(stop, "127.0.0.1", port, listening))
    thread.start()
    assert listening.wait(LISTEN_SECONDS)
    try:
        yield port
    finally:
        stop.set()
        thread.join(LISTEN_SECONDS)


@pytest.fixture
def lmtp(settings: Settings) -> Iterator[smtplib.LMTP]:
    """A client at the LMTP door."""
    port = free_port()
    settings.LMTP = f"127.0.0.1:{port}"
    with receiving(), smtplib.LMTP("127.0.0.1", port) as client:
        yield client


@pytest.fixture
def stranger(settings: Settings) -> None:
    """Whoever connects from this machine counts as a stranger."""
    cache.clear()
    settings.MAIL_FRONTS = []


def data(client: smtplib.SMTP, raw: bytes, *recipients: str) -> list[tuple[int, bytes]]:
    """Send a message to the end of its data and read one answer for each recipient."""
    client.ehlo_or_helo_if_needed()
    assert client.mail("a@b.example")[0] == 250
    for recipient in recipients:
        assert client.rcpt(recipient)[0] == 250
    assert client.docmd("DATA")[0] == 354
    client.send(raw + b".\r\n")
    return [client.getreply() for _recipient in recipients]


def test_lmtp_answers_for_every_recipient(lmtp: smtplib.LMTP) -> None:
    answers = data(lmtp, RAW % 1, SUPPORT, BILLING)
    assert [code for code, _words in answers] == [250, 250]
    kept = InboundMail.objects.get()
    assert (kept.way, kept.recipients) == ("lmtp", [SUPPORT, BILLING])
    assert lmtp.noop()[0] == 250


def test_lmtp_refuses_each_recipient_by_itself(lmtp: smtplib.LMTP) -> None:
    refused = lmtp.sendmail("a@b.example", [SUPPORT, "nobody@divan.example"], RAW % 1)
    assert refused["nobody@divan.example"][0] == 550
    assert InboundMail.objects.get().recipients == [SUPPORT]


def test_lmtp_answers_for_every_recipient_of_what_is_too_large(lmtp: smtplib.LMTP) -> None:
    lines = b"x" * 1022 + b"\r\n"
    answers = data(lmtp, RAW % 1 + lines * (receiver.LARGEST_MESSAGE // 1024 + 1), SUPPORT, BILLING)
    assert [code for code, _words in answers] == [552, 552]
    assert lmtp.noop()[0] == 250
    assert not InboundMail.objects.exists()


def test_lmtp_does_not_know_the_greeting_of_smtp(lmtp: smtplib.LMTP) -> None:
    assert lmtp.docmd("EHLO", "b.example")[0] == 500
    assert lmtp.docmd("LHLO", "b.example")[0] == 250


def test_lmtp_listens_on_a_socket_of_this_machine(settings: Settings, tmp_path: Path) -> None:
    settings.LMTP = str(tmp_path / "lmtp")
    (tmp_path / "lmtp").touch()  # as a receiver that was killed leaves it
    with receiving(), smtplib.LMTP(settings.LMTP) as client:
        client.sendmail("a@b.example", [SUPPORT], RAW % 1)
    kept = InboundMail.objects.get()
    assert (kept.way, kept.peer) == ("lmtp", "")


def test_greeting_and_peer_are_kept(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port, local_hostname="mx.b.example") as client:
        client.sendmail("a@b.example", [SUPPORT], RAW % 1)
    kept = InboundMail.objects.get()
    assert (kept.way, kept.peer, kept.helo) == ("smtp", "127.0.0.1", "mx.b.example")


def test_starttls_is_offered_with_a_certificate(settings: Settings, tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    settings.SMTP_CERTIFICATE, settings.SMTP_KEY = str(made.certificate), str(made.key)
    with receiving() as port, smtplib.SMTP("localhost", port, local_hostname="mx.b.example") as client:
        client.starttls(context=ssl.create_default_context(cafile=made.authority))
        client.sendmail("a@b.example", [SUPPORT], RAW % 1)
    assert InboundMail.objects.get().helo == "mx.b.example"


def test_starttls_is_not_offered_without_a_certificate(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.ehlo()
        assert not client.has_extn("starttls")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_CERTIFICATE", "/nowhere/there.pem"),
        ("LMTP", "127.0.0.1:no port"),
        ("MAIL_FRONTS", ["not a network"]),
    ],
)
def test_wrong_settings_are_one_sentence(settings: Settings, name: str, value: object) -> None:
    setattr(settings, name, value)
    with pytest.raises(SystemExit, match=r"\S+ .*\.$"):
        receiver.run(threading.Event(), "127.0.0.1", free_port())


@pytest.mark.usefixtures("stranger")
def test_a_stranger_has_to_wait_after_many_messages(smtp_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "MESSAGES_AN_HOUR", 3)
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        for number in range(3):
            client.sendmail("a@b.example", [SUPPORT], RAW % number)
        with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
            client.sendmail("a@b.example", [SUPPORT], RAW % 3)
    assert refusal.value.smtp_code == 450
    assert InboundMail.objects.count() == 3


@pytest.mark.usefixtures("stranger")
def test_a_stranger_may_not_try_out_addresses(smtp_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "UNKNOWN_RECIPIENTS_AN_HOUR", 3)
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.ehlo()
        client.mail("a@b.example")
        codes = [client.rcpt(f"user{number}@divan.example")[0] for number in range(5)]
        assert codes == [550, 550, 550, 450, 450]
        assert client.rcpt(SUPPORT)[0] == 250


@pytest.mark.usefixtures("stranger")
def test_a_stranger_has_few_connections_at_once(
    smtp_port: int, open_socket: Callable[[int], socket.socket]
) -> None:
    greetings = [open_socket(smtp_port).recv(3) for _connection in range(peers.MOST_CONNECTIONS_OF_A_PEER)]
    assert set(greetings) == {b"220"}
    assert open_socket(smtp_port).recv(3) == b"421"


def test_our_own_mail_servers_are_not_limited(
    smtp_port: int, open_socket: Callable[[int], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "MESSAGES_AN_HOUR", 1)
    greetings = [
        open_socket(smtp_port).recv(3) for _connection in range(peers.MOST_CONNECTIONS_OF_A_PEER + 2)
    ]
    assert set(greetings) == {b"220"}
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        for number in range(3):
            client.sendmail("a@b.example", [SUPPORT], RAW % number)
    assert InboundMail.objects.count() == 3


@pytest.fixture
def open_socket() -> Iterator[Callable[[int], socket.socket]]:
    """Opens connections that stay open to the end of the test."""
    opened: list[socket.socket] = []

    def connect(port: int) -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", port), timeout=LISTEN_SECONDS))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


@pytest.mark.parametrize(
    ("fronts", "peer", "own"),
    [
        (["10.0.0.0/8"], "10.1.2.3", True),
        (["10.0.0.0/8"], "::ffff:10.1.2.3", True),
        (["10.0.0.0/8"], "11.1.2.3", False),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["127.0.0.0/8"], "", True),
        (["127.0.0.0/8"], "nonsense", False),
    ],
)
def test_own_servers_are_those_that_were_named(
    settings: Settings, fronts: list[str], peer: str, own: bool
) -> None:
    settings.MAIL_FRONTS = fronts
    assert peers.is_own_server(peer) is own


def test_a_machine_counts_once_for_all_its_addresses(mailboxes: tuple[Mailbox, Mailbox]) -> None:
    assert peers.origin("2001:db8::1") == peers.origin("2001:db8::ffff:1")
    assert peers.origin("192.0.2.1") != peers.origin("192.0.2.2")

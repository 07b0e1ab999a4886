"""Taking mail over a real socket: nothing is lost, nothing is relayed, nothing is stored twice."""

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import BILLING, SUPPORT, Deliver, letter
from divan.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_message_is_kept_byte_for_byte_before_it_is_acknowledged(smtp_port: int) -> None:
    raw = b"From: a@b.example\r\nSubject: caf\xe9\r\n\r\n.leading dot\r\nlong " + b"x" * 5000 + b"\r\n"
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.sendmail("a@b.example", [SUPPORT], raw)
        kept = InboundMail.objects.get()
    assert raw_bytes(kept) == raw
    assert (kept.envelope_from, kept.recipients, kept.state) == ("a@b.example", [SUPPORT], "received")


@pytest.mark.parametrize(
    "address",
    [
        "somebody@elsewhere.example",
        "nobody@divan.example",
        "support+anything@divan.example",
        "support+t1.aaaaaaaaaaaaaaaa@divan.example",
    ],
)
def test_other_addresses_are_refused(smtp_port: int, address: str) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            client.sendmail("a@b.example", [address], b"Subject: x\r\n\r\nx")
        assert refusal.value.recipients[address][0] == 550
    assert not InboundMail.objects.exists()


def test_signed_reply_address_is_ours_in_any_case(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.sendmail("a@b.example", [reply_address(SUPPORT, 7).upper()], b"Subject: x\r\n\r\nx")
    assert InboundMail.objects.count() == 1


def test_empty_sender_is_taken(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.sendmail("", [SUPPORT], b"Subject: x\r\n\r\nx")
    assert InboundMail.objects.get().envelope_from == ""


def test_same_message_twice_is_one(deliver: Deliver) -> None:
    deliver(letter())
    deliver(letter())
    assert InboundMail.objects.count() == 1
    assert Ticket.objects.count() == 1


def test_one_message_to_two_mailboxes_is_one(deliver: Deliver) -> None:
    deliver(letter(), to=[SUPPORT, BILLING])
    kept = InboundMail.objects.get()
    assert kept.recipients == [SUPPORT, BILLING]
    assert Ticket.objects.count() == 1


def test_copies_by_two_ways_are_one_ticket(deliver: Deliver) -> None:
    deliver(b"Received: by one\r\n" + letter().as_bytes())
    deliver(b"Received: by two\r\n" + letter().as_bytes(), to=BILLING)
    assert Ticket.objects.count() == 1
    assert InboundMail.objects.filter(state="ignored", reason="duplicate").count() == 1


def test_used_identifier_does_not_swallow_another_message(deliver: Deliver) -> None:
    deliver(letter())
    deliver(letter("Something else entirely."))
    assert Ticket.objects.count() == 2


def test_too_large_message_is_refused(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.ehlo()
        assert int(client.esmtp_features["size"]) == 25 * 1024 * 1024
        assert "8bitmime" in client.esmtp_features
        assert "smtputf8" in client.esmtp_features
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@b.example", [SUPPORT], b"Subject: x\r\n\r\n" + b"x" * (26 * 1024 * 1024))


def test_a_thousand_recipients_are_not_taken(smtp_port: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        client.ehlo()
        client.mail("a@b.example")
        answers = [client.rcpt(SUPPORT)[0] for _number in range(60)]
    assert answers == [250] * 50 + [452] * 10


def test_full_disk_means_try_again_later(smtp_port: int, settings: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "not a folder"
    blocked.write_text("")
    settings.MEDIA_ROOT = blocked
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail("a@b.example", [SUPPORT], b"Subject: x\r\n\r\nx")
        assert refusal.value.smtp_code == 451
    assert not InboundMail.objects.exists()

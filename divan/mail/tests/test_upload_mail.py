"""Old mail from files: every message is kept once, whatever the file looks like."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry, User
from divan.mail import mbox
from divan.mail.actions import uploading
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail, Mailbox
from divan.mail.tests.conftest import BILLING, SUPPORT
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]
Mailboxes = tuple[Mailbox, Mailbox]

ONE = b"From: a@b.example\nSubject: One\nMessage-ID: <1@b.example>\n\nHello\n"
TWO = b"Return-Path: <bounce@b.example>\nFrom: a@b.example\nTo: billing@divan.example\nSubject: Two\n\nBye\n"
FROM = b"From a@b.example Mon Jan  5 09:08:07 2026\n"


@pytest.fixture
def clerk(client_for: Doors, people: Cast) -> Client:
    return client_for(people.clerk)


def upload(client: Client, content: bytes, mailbox: Mailbox, name: str = "mail.mbox") -> tuple[int, str]:
    entered = {"mailbox": mailbox.pk, "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("settings_upload_mail"), entered, follow=True)
    return answer.status_code, answer.text


@pytest.mark.django_db(transaction=True)
def test_one_message_is_kept_byte_for_byte(clerk: Client, mailboxes: Mailboxes) -> None:
    status, page = upload(clerk, ONE, mailboxes[1], "old.eml")
    kept = InboundMail.objects.get()
    assert (status, raw_bytes(kept)) == (200, ONE)
    assert (kept.way, kept.mailbox, kept.recipients) == ("upload", mailboxes[1], [BILLING])
    assert "1 message was taken in" in page
    assert AdministrationEntry.objects.filter(kind="mail.uploaded", details={"count": 1}).exists()


@pytest.mark.django_db(transaction=True)
def test_mailbox_file_is_taken_apart_once(clerk: Client, mailboxes: Mailboxes) -> None:
    content = FROM + ONE + b"\n" + FROM + TWO + b"\n" + FROM + ONE
    _status, page = upload(clerk, content, mailboxes[0])
    assert "2 messages were taken in" in page
    assert "1 was known already" in page
    first, second = InboundMail.objects.order_by("id")
    assert (raw_bytes(first), raw_bytes(second)) == (ONE, TWO)
    assert (second.envelope_from, second.recipients) == ("bounce@b.example", [BILLING])
    assert (first.mailbox, first.recipients) == (mailboxes[0], [SUPPORT])
    _status, page = upload(clerk, content, mailboxes[0])
    assert "0 messages were taken in" in page
    assert InboundMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4 no mail", b"PK\x03\x04", b"\n\n", b"words without a field"]
)
def test_what_is_no_mail_is_refused(clerk: Client, mailboxes: Mailboxes, content: bytes) -> None:
    status, page = upload(clerk, content, mailboxes[0])
    assert status == 422
    assert 'class="error"' in page
    assert not InboundMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_too_much_is_refused_before_anything_is_kept(
    clerk: Client, mailboxes: Mailboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MOST_MESSAGES", 2)
    assert upload(clerk, (FROM + ONE + b"\n") * 3, mailboxes[0])[0] == 422
    monkeypatch.setattr(uploading, "LARGEST_FILE", 10)
    assert upload(clerk, ONE, mailboxes[0])[0] == 422
    assert not InboundMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_message_that_is_too_large_is_left_out(
    clerk: Client, mailboxes: Mailboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST_MESSAGE", 100)
    _status, page = upload(clerk, FROM + ONE + b"x" * 200 + b"\n\n" + FROM + ONE, mailboxes[0])
    assert "1 is larger" in page
    assert raw_bytes(InboundMail.objects.get()) == ONE


@pytest.mark.django_db(transaction=True)
def test_agents_do_not_take_in_mail(client_for: Doors, people: Cast, mailboxes: Mailboxes) -> None:
    assert upload(client_for(people.agent), ONE, mailboxes[0])[0] == 404
    assert not InboundMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_large_file_is_taken_from_the_disk(clerk: Client, mailboxes: Mailboxes) -> None:
    large = TWO + b"line\n" * 400_000
    upload(clerk, FROM + ONE + b"\n" + FROM + large, mailboxes[0])
    assert [raw_bytes(mail) for mail in InboundMail.objects.order_by("id")] == [ONE, large]


def taken_apart(content: bytes) -> list[bytes]:
    return [mbox.message_at(content, place) for place in mbox.places(content)]


def test_a_sentence_that_begins_with_from_is_text() -> None:
    message = ONE + b"\nFrom my point of view it is 10:30 already.\n\nFrom here on\n"
    assert taken_apart(FROM + message) == [message]


def test_marked_lines_are_as_they_were() -> None:
    assert taken_apart(FROM + b"A: b\n\n>From me\n>>From her\n> From\n") == [
        b"A: b\n\nFrom me\n>From her\n> From\n"
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Jan  5 09:08:07 2026",
        b"From 1790000000000000001@xxx Mon Jan 05 09:08:07 +0000 2026",
        b"From MAILER-DAEMON Mon Jan  5 09:08 2026 remote from host",
        b"From a@b.example Mon Jan  5 09:08:07 CET 2026\r",
    ],
)
def test_separators_of_the_wild(line: bytes) -> None:
    content = line + b"\n" + ONE + b"\n" + line + b"\n" + TWO
    assert mbox.is_mbox(content)
    assert taken_apart(content) == [ONE, TWO]


def test_lines_may_end_in_two_characters() -> None:
    content = (FROM + ONE + b"\n" + FROM + TWO).replace(b"\n", b"\r\n")
    assert taken_apart(content) == [ONE.replace(b"\n", b"\r\n"), TWO.replace(b"\n", b"\r\n")]


def test_separator_needs_a_blank_line_before_it() -> None:
    assert taken_apart(FROM + ONE + FROM + TWO) == [ONE + FROM + TWO]


@pytest.mark.parametrize(
    "piece",
    [
        b"x" * 1000,
        b"From ",
        b"\n",
        b">From x\n",
        b"From a 10:10 ",
        b"\nFrom a@b.example 9:08 26\n",
        b"\nFrom " + b"10:10 " * 40 + b"\n",
    ],
)
def test_files_are_read_in_linear_time(piece: bytes) -> None:
    began = time.monotonic()
    taken_apart(FROM + piece * (5_000_000 // len(piece)))
    assert time.monotonic() - began < 30

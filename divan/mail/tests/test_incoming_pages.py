"""The pages of mail that came in: what became of each message, and trying again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry, User
from divan.conversations import files
from divan.core.jobs import drain
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail
from divan.mail.tests.conftest import SUPPORT
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]

HOSTILE = "\"'><script>alert(1)</script>"


@pytest.fixture
def clerk(client_for: Doors, people: Cast) -> Client:
    return client_for(people.clerk)


def received(number: int = 1, subject: str = "Stars") -> InboundMail:
    raw = (
        f"From: Ann <ann{number}@b.example>\r\nTo: {SUPPORT}, Boss <boss@b.example>\r\nCc: c@b.example\r\n"
        f"Subject: {subject}\r\nMessage-ID: <{number}@b.example>\r\n\r\nHello\r\n"
    ).encode()
    return take_in(raw, Envelope("bounce@b.example", (SUPPORT,), peer="192.0.2.7", helo="mx.b.example"))


def page_of(mail: InboundMail) -> str:
    return reverse("settings_incoming_mail", kwargs={"mail_id": mail.pk})


def test_page_of_a_message_tells_all_about_it(clerk: Client) -> None:
    mail = received()
    drain()
    mail.refresh_from_db()
    page = clerk.get(page_of(mail)).text
    assert mail.ticket is not None
    for shown in (
        *("ann1@b.example", "boss@b.example", "c@b.example", "bounce@b.example", "1@b.example"),
        *("192.0.2.7", "mx.b.example", mail.ticket.number),
    ):
        assert shown in page


def test_nothing_of_a_message_is_markup(clerk: Client) -> None:
    mail = received(subject=HOSTILE)
    InboundMail.objects.update(
        state="failed", error=HOSTILE, helo=HOSTILE, checks={"spf": HOSTILE, HOSTILE: "x"}
    )
    shown = clerk.get(page_of(mail)).text + clerk.get(reverse("settings_incoming")).text
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_subject_cannot_turn_the_order_of_what_is_read(clerk: Client) -> None:
    mail = received(subject="=?utf-8?q?Invoice_=E2=80=AEfdp=2Eexe?=")
    drain()
    for address in (page_of(mail), reverse("settings_incoming")):
        shown = clerk.get(address).text
        assert "Invoice fdp.exe" in shown
        assert "\u202e" not in shown


def test_checks_are_named_and_nothing_else_of_their_record(clerk: Client) -> None:
    mail = received()
    InboundMail.objects.update(checks={"verdict": "unknown", "spf": "fail", "spf_domain": "far.example"})
    shown = clerk.get(page_of(mail)).text
    assert "SPF" in shown
    assert "far.example" in shown
    assert "VERDICT" not in shown


def test_message_whose_file_is_gone_has_a_page_too(clerk: Client) -> None:
    mail = received()
    files.path_of(mail.sha256).unlink()
    page = clerk.get(page_of(mail))
    assert page.status_code == 200
    assert reverse("settings_incoming_source", kwargs={"mail_id": mail.pk}) not in page.text


def test_reason_is_told_in_words(clerk: Client) -> None:
    mail = received()
    InboundMail.objects.update(state="ignored", reason="loop")
    words = str(InboundMail.Reason.LOOP.label)
    assert words in clerk.get(page_of(mail)).text
    assert words in clerk.get(reverse("settings_incoming"), {"state": "ignored"}).text


def test_all_failed_messages_are_tried_again(clerk: Client) -> None:
    assert reverse("settings_retry_all_inbound") not in clerk.get(reverse("settings_incoming")).text
    for number in range(3):
        received(number)
    InboundMail.objects.update(state="failed", attempts=5)
    assert reverse("settings_retry_all_inbound") in clerk.get(reverse("settings_incoming")).text
    for _twice in range(2):
        clerk.post(reverse("settings_retry_all_inbound"))
    drain()
    assert set(InboundMail.objects.values_list("state", flat=True)) == {"processed"}
    entry = AdministrationEntry.objects.get(kind="mail.all_processed_again")
    assert entry.details == {"count": 3}


def test_list_is_filtered_by_state(clerk: Client) -> None:
    first, second = received(1, "First"), received(2, "Second")
    InboundMail.objects.filter(pk=first.pk).update(state="failed", subject="First")
    InboundMail.objects.filter(pk=second.pk).update(subject="Second")
    page = clerk.get(reverse("settings_incoming"), {"state": "failed"}).text
    assert "First" in page
    assert "Second" not in page


def test_message_that_is_not_there(clerk: Client) -> None:
    assert clerk.get(reverse("settings_incoming_mail", kwargs={"mail_id": 999})).status_code == 404

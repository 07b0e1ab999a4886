"""From a received message to a ticket: threads, identities, automatic mail, hostile content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from divan.accounts.models import User
from divan.conversations import files
from divan.conversations.models import Attachment, Message
from divan.core.jobs import drain
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, letter
from divan.notifications.models import Notification
from divan.tickets.actions import close
from divan.tickets.models import Event, Status, Ticket
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


def messages_of(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(conversation_id=ticket.conversation_id).order_by("id"))


def test_stranger_opens_a_ticket(deliver: Deliver, people: Cast) -> None:
    deliver(letter(sender="=?utf-8?q?=C5=BBaneta_Wr=C3=B3bel?= <Zaneta@New.example>"))
    ticket = Ticket.objects.get()
    person = User.objects.get(email="zaneta@new.example")
    assert (ticket.requester, ticket.group, ticket.channel) == (person, people.group, "email")
    assert (ticket.subject, person.name, person.role.slug) == ("Stars on paper", "Żaneta Wróbel", "customer")
    assert not person.has_usable_password()
    kept = InboundMail.objects.get()
    assert (kept.state, kept.ticket, kept.evidence) == ("processed", ticket, "unverified")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("از دیروز چاپگر فقط کاغذ سفید بیرون می‌دهد.", "fa"),
        ("Drucker druckt seit gestern leere Seiten.", "en"),
    ],
)
def test_stranger_is_answered_in_the_language_of_the_mail(
    deliver: Deliver, people: Cast, text: str, language: str
) -> None:
    deliver(letter(text, sender="new@new.example", subject="HP-402"))
    assert User.objects.get(email="new@new.example").language == language
    assert OutgoingMail.objects.get().language == language


def test_answer_to_the_signed_address_joins(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    solve(ticket, people.agent)
    answer = letter("It broke again.\n\nOn 3 May 2026 at 10:00, Baran wrote:\n> The drum has been replaced.")
    deliver(answer, to=reply_address(SUPPORT, ticket.pk))
    last = messages_of(ticket)[-1]
    ticket.refresh_from_db()
    assert (last.text, last.author, last.is_verified) == ("It broke again.", people.customer, True)
    assert "The drum has been replaced." in last.quoted
    assert ticket.status == Status.OPEN
    assert InboundMail.objects.get().evidence == "signed"


def test_mail_in_the_name_of_an_agent_stays_inside(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    before = OutgoingMail.objects.count()
    forged = letter("Please send your password to me.", sender=f"Baran <{people.agent.email}>")
    deliver(forged, to=reply_address(SUPPORT, ticket.pk))
    last = messages_of(ticket)[-1]
    assert (last.visibility, last.is_verified, last.author) == ("internal", False, None)
    assert last.author_name == f"Baran <{people.agent.email}>"
    assert OutgoingMail.objects.count() == before


def test_answer_to_a_closed_ticket_follows_it_up(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people, group=people.other_group)
    reply(ticket, people.other_agent)
    close(ticket, actor=actor(people.other_agent))
    deliver(letter("There is more."), to=reply_address(SUPPORT, ticket.pk))
    follow_up = Ticket.objects.get(follow_up_of=ticket)
    assert (follow_up.group, follow_up.requester) == (people.other_group, people.customer)
    assert len(messages_of(ticket)) == 2


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: Empty pages", {"Auto_Submitted": "auto-replied (vacation)"}),
        ("Otomatik yanıt: Empty pages", {}),
        ("Away", {"Precedence": "auto_reply"}),
    ],
)
def test_vacation_notice_is_kept_and_never_answered(
    deliver: Deliver, people: Cast, subject: str, headers: dict[str, str]
) -> None:
    ticket = open_ticket(people)
    solve(ticket, people.agent)
    drain()
    before = OutgoingMail.objects.count()
    deliver(letter("I am away.", subject=subject, **headers), to=reply_address(SUPPORT, ticket.pk))
    last = messages_of(ticket)[-1]
    ticket.refresh_from_db()
    assert (last.text, last.is_automatic, ticket.status) == ("I am away.", True, Status.SOLVED)
    assert OutgoingMail.objects.count() == before


def test_vacation_notice_about_nothing_opens_no_ticket(deliver: Deliver) -> None:
    deliver(letter("I am away.", Auto_Submitted="auto-replied"))
    assert not Ticket.objects.exists()
    assert InboundMail.objects.get().reason == "automatic"


def test_mail_of_a_machine_opens_a_ticket_without_confirmation(deliver: Deliver) -> None:
    deliver(letter("Disk 93 % full", Auto_Submitted="auto-generated", sender="monitor@customer.example"))
    assert Ticket.objects.count() == 1
    assert not OutgoingMail.objects.exists()


def test_bounce_becomes_a_note(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    bounce = (
        b"From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\n\r\nNo such user.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n--b--\r\n"
    )
    deliver(bounce, to=reply_address(SUPPORT, ticket.pk))
    last = messages_of(ticket)[-1]
    assert (last.visibility, last.is_automatic) == ("internal", True)
    assert not User.objects.filter(email__startswith="mailer-daemon").exists()


def test_own_mail_that_comes_back_is_set_aside(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    own = OutgoingMail.objects.get(ticket=ticket)
    deliver(letter("Echo", Message_ID=own.identifier))
    deliver(letter("Echo", sender=SUPPORT, Message_ID="<other@divan.example>"))
    assert {mail.reason for mail in InboundMail.objects.all()} == {"loop"}
    assert Ticket.objects.count() == 1


def test_files_and_pictures_are_kept_under_safe_names(deliver: Deliver) -> None:
    message = letter("See the files.")
    message.add_attachment(
        b"%PDF-1.7 pages", maintype="application", subtype="pdf", filename="../../etc/in\u202evoice.pdf"
    )
    message.add_attachment(b"<svg onload=x>", maintype="image", subtype="svg+xml", filename="a.svg")
    deliver(message)
    kept = {file.name: file for file in Attachment.objects.all()}
    assert set(kept) == {"invoice.pdf", "a.svg"}
    assert kept["a.svg"].content_type == "application/octet-stream"
    assert files.path_of(kept["invoice.pdf"].sha256).read_bytes() == b"%PDF-1.7 pages"


def test_hostile_markup_is_harmless(deliver: Deliver) -> None:
    message = letter("plain")
    message.add_alternative(
        "<p onclick=x>Hello<script>steal()</script><img src=https://spy.example/1.gif><img src=cid:ours>"
        '<a href="javascript:x">one</a><a href="https://ok.example">two</a><form action=/x><input></form>'
        '<style>p{background:url(https://spy.example)}</style><iframe src="//spy.example"></iframe>'
        '<svg><a xlink:href="javascript:x"></a></svg><p style="position:fixed">end',
        subtype="html",
    )
    deliver(message)
    html = Message.objects.get().html
    for poison in (
        "script",
        "onclick",
        "spy.example",
        "javascript",
        "form",
        "input",
        "style",
        "iframe",
        "svg",
    ):
        assert poison not in html
    assert "Hello" in html
    assert 'href="https://ok.example"' in html
    assert 'src="cid:ours"' in html


def test_hostile_headers_do_no_harm(deliver: Deliver) -> None:
    many = ", ".join(f"victim{number}@elsewhere.example" for number in range(1000))
    raw = (
        b"From: =?utf-8?q?Eve=0D=0ABcc:_victim@elsewhere.example?= <eve@evil.example>\r\n"
        b"To: " + many.encode() + b"\r\nCc: friends: a@b.example, c@d.example;\r\n"
        b"Subject: =?utf-8?b?SGkNCkJjYzogeEB5Lno=?=\r\nX-Divan-Ticket: 1\r\n"
        b"Message-ID: <" + b"m" * 3000 + b">\r\nReferences: " + b"<a@b> " * 5000 + b"\r\n\r\nHello\x00"
    )
    deliver(raw)
    ticket = Ticket.objects.get()
    assert ticket.subject == "Hi Bcc: x@y.z"
    assert ticket.requester.name == "Eve Bcc: victim@elsewhere.example"
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["eve@evil.example"]
    assert not User.objects.filter(email__startswith="victim").exists()


def test_empty_message_is_a_ticket_all_the_same(deliver: Deliver) -> None:
    deliver(b"From: a@b.example\r\n\r\n")
    assert Ticket.objects.get().subject == "Message without a subject"


def test_message_without_sender_is_set_aside(deliver: Deliver, smtp_port: int) -> None:
    deliver(b"Subject: who am I\r\n\r\nx", sender="<>")
    assert InboundMail.objects.get().reason == "no_sender"


def test_broken_message_never_blocks_the_rest(deliver: Deliver) -> None:
    deliver(letter("First.", Message_ID="<1@customer.example>"))
    lost = InboundMail.objects.get()
    files.path_of(lost.sha256).unlink()
    InboundMail.objects.update(state="received", attempts=99)
    deliver(letter("Second.", Message_ID="<2@customer.example>"))
    lost.refresh_from_db()
    assert (lost.state, "FileNotFoundError" in lost.error) == ("failed", True)
    assert InboundMail.objects.filter(state="processed").count() == 1


def test_a_message_that_kills_its_reader_does_not_block_the_rest(
    mailboxes: object, settings: Settings
) -> None:
    for number in range(2):
        raw = letter(f"Number {number}.", Message_ID=f"<{number}@customer.example>").as_bytes()
        take_in(raw, Envelope("celina@customer.example", (SUPPORT,)))
    deadly = InboundMail.objects.earliest("id")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    note = Path(settings.DATA) / "run" / f"mail-in-hand.{ended.pid}"
    note.parent.mkdir(exist_ok=True)
    note.write_text(str(deadly.pk))
    drain()
    deadly.refresh_from_db()
    assert (deadly.state, deadly.attempts, "process ended" in deadly.error) == ("received", 1, True)
    assert (InboundMail.objects.filter(state="processed").count(), note.exists()) == (1, False)


def test_old_mail_that_is_taken_over_tells_nobody(mailboxes: object, people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    mails, told = OutgoingMail.objects.count(), Notification.objects.count()
    for number, address in enumerate((SUPPORT, reply_address(SUPPORT, ticket.pk))):
        raw = letter("From the archive.", Message_ID=f"<{number}@customer.example>").as_bytes()
        take_in(raw, Envelope("celina@customer.example", (address,), way=InboundMail.Way.UPLOAD))
    drain()
    assert InboundMail.objects.filter(state="processed").count() == 2
    imported = Event.objects.filter(origin="import").values_list("kind", flat=True)
    assert {"ticket.created", "message.received"} <= set(imported)
    assert (OutgoingMail.objects.count(), Notification.objects.count()) == (mails, told)


def test_processing_again_changes_nothing(deliver: Deliver) -> None:
    deliver(letter())
    InboundMail.objects.update(state="received")
    drain()
    assert Ticket.objects.count() == 1
    assert Message.objects.count() == 1
    assert InboundMail.objects.get().filed_message == Message.objects.get()

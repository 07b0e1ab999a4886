"""Letters that agents write: who gets them, what their headers say, what travels with them, and the way back."""

from __future__ import annotations

import re
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.markup import written
from divan.conversations.models import Attachment, Delivery
from divan.conversations.models import Message as Said
from divan.core.jobs import drain
from divan.mail.letters import carrying
from divan.mail.models import OutgoingMail, Signature
from divan.mail.parsing import parse
from divan.mail.signing import split_forward_address, split_reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, Sink, letter
from divan.tickets import actions
from divan.tickets.models import Participant, Ticket
from divan.tickets.recipients import Kind, Recipient, as_rows
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.stock import PIXEL

pytestmark = pytest.mark.django_db(transaction=True)

# Right to left, combining, quotes, separators of headers and of parameters, and longer than a line.
FILES = {
    "en": 'Report "final"; version=2, 100%.pdf',
    "tr": "Yazıcı ışığı sönmüyor, İstanbul şubesi günlük ölçüm çizelgesi.pdf",
    "he": "דו״ח סופי של המדפסת בקומה השנייה — מאי.pdf",
    "fa": "گزارش نهایی چاپگرِ طبقهٔ دوم، نیم‌فاصله و شمارهٔ ۱۲۳۴۵۶۷۸۹۰ برای همهٔ همکاران.pdf",
    "pl": "Zażółć gęślą jaźń — raport końcowy.pdf",
}
WORDS = {
    "en": "Please try the other tray, it holds thicker paper.",
    "tr": "Lütfen diğer tepsiyi deneyin, ışık sönmüş olmalı.",
    "he": "נא לנסות את המגש השני (דגם HP-400).",
    "fa": "لطفاً سینی دیگر را امتحان کنید؛ کاغذ ضخیم‌تر است.",
    "pl": "Proszę spróbować innego podajnika, źdźbło w żółtym.",
}


def rows(*people: tuple[Kind, str, str]) -> tuple[dict[str, str], ...]:
    return tuple(as_rows(Recipient(kind, address, name) for kind, address, name in people))


def file(person: User, name: str, content: bytes = b"%PDF-1.7 worn out", inline_id: str = "") -> Attachment:
    stored = upload(SimpleUploadedFile("x.pdf", content), actor=actor(person), inline_id=inline_id)
    stored.name = name
    stored.save(update_fields=["name"])
    return stored


def answer(ticket: Ticket, people: Cast, text: str = "Try tray 2.", **draft: Any) -> Said:
    said = actions.reply(ticket, Draft(text=text, **draft), actor=actor(people.agent))
    drain()
    return said


def to_address(sink: Sink, address: str) -> Message:
    """The last mail that went to that address."""
    found = [mail for mail, (_from, to) in zip(sink.received, sink.envelopes, strict=True) if to == [address]]
    return found[-1]


def reply_address_of(mail: Message) -> str:
    return parseaddr(mail["Reply-To"])[1]


def test_headers_name_everybody_but_those_in_bcc(people: Cast, sink: Sink) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    answer(
        ticket,
        people,
        recipients=rows(
            (Kind.TO, people.customer.email, "Celina Nowak"),
            (Kind.CC, people.other_customer.email, "فرید کریمی"),
            (Kind.BCC, "quiet@law.example", "Quiet Partner"),
        ),
    )
    for address in (people.customer.email, people.other_customer.email, "quiet@law.example"):
        mail = to_address(sink, address)
        assert getaddresses([mail["To"]]) == [("Celina Nowak", people.customer.email)]
        assert getaddresses([mail["Cc"]]) == [("فرید کریمی", people.other_customer.email)]
        assert mail["Bcc"] is None
    for mail in (to_address(sink, people.customer.email), to_address(sink, people.other_customer.email)):
        assert "quiet" not in mail.as_string().lower()
        assert split_reply_address(reply_address_of(mail)) == (SUPPORT, ticket.pk)


def test_whoever_is_in_bcc_gets_no_way_into_the_ticket(people: Cast, sink: Sink, deliver: Deliver) -> None:
    ticket = open_ticket(people)
    said = answer(
        ticket,
        people,
        recipients=rows(
            (Kind.TO, people.customer.email, ""), (Kind.BCC, "quiet@law.example", "Quiet Partner")
        ),
    )
    mail = to_address(sink, "quiet@law.example")
    assert "/t/" not in OutgoingMail.objects.get(to="quiet@law.example").text
    tagged = reply_address_of(mail)
    assert split_forward_address(tagged) == (SUPPORT, ticket.pk, said.pk)
    deliver(letter("Between us.", sender="quiet@law.example", Message_ID="<q@law.example>"), to=tagged)
    assert Said.objects.get(text="Between us.").is_internal


@pytest.mark.parametrize("language", list(WORDS))
def test_a_letter_with_a_file_comes_through_whole(people: Cast, sink: Sink, language: str) -> None:
    people.customer.language = language
    people.customer.save(update_fields=["language"])
    ticket = open_ticket(people, subject=WORDS[language])
    attached = file(people.agent, FILES[language])
    answer(ticket, people, WORDS[language], attachments=(attached.pk,))
    mail = to_address(sink, people.customer.email)
    (part,) = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    assert part.get_filename() == FILES[language]
    assert part.get_payload(decode=True) == b"%PDF-1.7 worn out"
    parsed = parse(mail.as_bytes())
    assert WORDS[language] in parsed.text
    assert parsed.subject.endswith(WORDS[language])
    assert [(each.name, each.type) for each in parsed.attachments if not each.inline] == [
        (FILES[language], "application/pdf")
    ]
    assert parsed.message_id == mail["Message-ID"]
    assert max(map(len, mail.as_bytes().splitlines())) < 998


@pytest.mark.parametrize("language", list(WORDS))
def test_the_answer_to_it_threads_without_the_quotation(
    people: Cast, sink: Sink, deliver: Deliver, language: str
) -> None:
    people.customer.language = language
    people.customer.save(update_fields=["language"])
    ticket = open_ticket(people)
    answer(ticket, people, WORDS[language])
    ours = to_address(sink, people.customer.email)
    assert isinstance(ours, EmailMessage)
    body = ours.get_body(preferencelist=("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    back = letter(
        f"It works now, thank you.\n\n{quoted}\n",
        subject=f"Re: {ours['Subject']}",
        Message_ID="<back@customer.example>",
        In_Reply_To=ours["Message-ID"],
        References=ours["Message-ID"],
    )
    deliver(back, to=reply_address_of(ours))
    said = Said.objects.latest("id")
    assert (said.conversation_id, said.text) == (ticket.conversation_id, "It works now, thank you.")
    assert WORDS[language] in said.quoted


def test_pasted_pictures_stand_where_they_were(people: Cast, sink: Sink) -> None:
    picture = file(people.agent, "shot.png", PIXEL, inline_id="p1@divan")
    reply = written('<p>Like <strong>this</strong>:</p><p><img src="cid:p1@divan" alt="Tray 2"></p>')
    answer(open_ticket(people), people, reply.text, html=reply.html, attachments=(picture.pk,))
    mail = to_address(sink, people.customer.email)
    parts = [part for part in mail.walk() if part["Content-ID"] == "<p1@divan>"]
    assert [(part.get_content_type(), part.get_payload(decode=True)) for part in parts] == [
        ("image/png", PIXEL)
    ]
    assert '<img src="cid:p1@divan" alt="Tray 2"' in OutgoingMail.objects.latest("id").html
    assert mail.get_content_type() == "multipart/related"


def test_pictures_from_elsewhere_never_get_into_a_letter() -> None:
    hostile = (
        '<p>x<img src="https://spy.example/p.png" alt="spy"><img src="cid:a b"><a href="cid:x">y</a></p>'
    )
    assert "img" not in written(hostile).html
    assert "cid:" not in written(hostile).html
    assert "spy.example" not in written(f"<p><strong>b</strong></p>{hostile}").html


def test_files_that_are_too_large_together_stay_behind_a_link(
    people: Cast, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "MOST_BYTES", 20)
    small, large = file(people.agent, "small.pdf"), file(people.agent, "large one.pdf", b"%PDF" + b"x" * 40)
    answer(open_ticket(people), people, attachments=(small.pk, large.pk))
    mail = to_address(sink, people.customer.email)
    assert [
        part.get_filename() for part in mail.walk() if part.get_content_disposition() == "attachment"
    ] == ["small.pdf"]
    text = OutgoingMail.objects.latest("id").text
    assert re.search(rf"/t/[\w-]+/files/{large.pk}/large%20one.pdf", text)


def test_names_and_subjects_break_no_header(people: Cast, sink: Sink) -> None:
    people.customer.name = 'Eve"\r\nBcc: victim@new.example'
    people.customer.save(update_fields=["name"])
    ticket = open_ticket(people)
    Ticket.objects.filter(pk=ticket.pk).update(subject="Hello\r\nBcc: victim@new.example")
    attached = file(people.agent, 'a"\r\nBcc: victim@new.example\r\n.pdf')
    answer(
        Ticket.objects.get(pk=ticket.pk),
        people,
        attachments=(attached.pk,),
        recipients=rows(
            (Kind.TO, people.customer.email, ""), (Kind.CC, "x@y.example", "A, B\r\nBcc: victim@new.example")
        ),
    )
    mail = OutgoingMail.objects.filter(purpose="answer", to=people.customer.email).get()
    assert mail.state != "failed"
    for received in sink.received:
        assert "Bcc" not in received
        assert all("Bcc" not in part for part in received.walk())
    assert {to for _from, all_to in sink.envelopes for to in all_to} <= {people.customer.email, "x@y.example"}


def test_salutation_and_signature_of_group_and_language(people: Cast, sink: Sink) -> None:
    Signature.objects.create(
        group=people.group,
        language="pl",
        salutation="Dzień dobry {name},",
        text="{agent}\n{group} {nonsense}",
    )
    answer(open_ticket(people), people)
    mail = OutgoingMail.objects.get(purpose="answer")
    said = mail.text[mail.text.index("Dzień dobry") :]
    assert said.startswith("Dzień dobry Celina Nowak,\n\nTry tray 2.\n\nBaran Yıldız\nSupport {nonsense}")
    assert "Dzień dobry Celina Nowak," in mail.html


def test_a_forwarded_message_goes_out_quoted_and_its_answer_stays_inside(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    agent = actor(people.agent)
    attached = file(people.customer, FILES["fa"])
    draft = Draft(text="The drum squeaks.", attachments=(attached.pk,))
    ticket = open_ticket(people, draft=draft)
    original = Said.objects.get(text="The drum squeaks.")
    forward = Draft(
        text="Is this under warranty?", recipients=rows((Kind.TO, "service@maker.example", "Maker Service"))
    )
    said = actions.forward(ticket, original, forward, actor=agent, files=[attached.pk])
    drain()
    mail = to_address(sink, "service@maker.example")
    outgoing = OutgoingMail.objects.get(purpose="forward")
    said.refresh_from_db()
    assert (said.is_internal, said.delivery) == (True, Delivery.SENT)
    assert all(words in outgoing.text for words in ("Is this under warranty?", "The drum squeaks.", "Celina"))
    assert "/t/" not in outgoing.text
    assert [part.get_filename() for part in mail.walk() if part.get_filename()][-1] == FILES["fa"]
    tagged = reply_address_of(mail)
    deliver(letter("Yes, it is.", sender="service@maker.example", Message_ID="<w@maker.example>"), to=tagged)
    back = Said.objects.latest("id")
    assert (back.conversation_id, back.text, back.is_internal) == (
        ticket.conversation_id,
        "Yes, it is.",
        True,
    )
    assert "Yes, it is." not in "".join(
        sent.text for sent in OutgoingMail.objects.filter(to=people.customer.email)
    )


def test_customers_hear_nothing_of_a_forwarded_message(people: Cast, sink: Sink) -> None:
    ticket = open_ticket(people)
    forward = Draft(text="SECRET", recipients=rows((Kind.TO, "service@maker.example", "")))
    actions.forward(ticket, Said.objects.latest("id"), forward, actor=actor(people.agent))
    answer(ticket, people, "Public.")
    mail = to_address(sink, people.customer.email)
    assert "SECRET" not in mail.as_string()
    assert "maker.example" not in mail.as_string()


def test_a_new_mail_is_the_mail_itself(people: Cast, sink: Sink, deliver: Deliver) -> None:
    new = actions.NewMail(
        group=people.group,
        subject="Your printer will be replaced",
        draft=Draft(
            text="We come on Monday.",
            client_key="n1",
            recipients=rows(
                (Kind.TO, "new@customer.example", "Nina Nowa"), (Kind.CC, "boss@customer.example", "")
            ),
        ),
    )
    tickets = [actions.compose(new, actor=actor(people.agent)) for _time in range(2)]
    drain()
    assert tickets[0] == tickets[1] == Ticket.objects.get()
    mail = to_address(sink, "new@customer.example")
    assert len(sink.received) == 2
    assert "We come on Monday." in OutgoingMail.objects.earliest("id").text
    assert mail["Auto-Submitted"] is None
    assert getaddresses([mail["Cc"]]) == [("", "boss@customer.example")]
    assert Participant.objects.get().user.email == "boss@customer.example"
    assert Said.objects.get().delivery == Delivery.SENT
    back = letter("Monday is fine.", sender="new@customer.example", Message_ID="<m@customer.example>")
    deliver(back, to=reply_address_of(mail))
    assert Said.objects.latest("id").conversation_id == tickets[0].conversation_id


def test_a_letter_is_small(people: Cast, sink: Sink) -> None:
    answer(open_ticket(people, cc=(people.other_customer,)), people, "Try tray 2. " * 100)
    assert max(len(mail.as_bytes()) for mail in sink.received) < 30_000

"""Who is written to, what the mail says, and how it finds its way back."""

from __future__ import annotations

from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

import pytest
from django.conf import settings as configured

from divan.accounts.addresses import confirm
from divan.accounts.models import User
from divan.conversations.models import Delivery
from divan.conversations.models import Message as Said
from divan.core.jobs import drain
from divan.mail.letters.reader import apply
from divan.mail.models import InboundMail, KnownMessageId, OutgoingMail
from divan.mail.signing import bounce_address, split_reply_address, ticket_of_message_id
from divan.mail.tests.conftest import SUPPORT, Deliver, Sink, letter
from divan.tickets.actions import announce_closing, assign
from divan.tickets.actions import solve as solve_verb
from divan.tickets.models import Event, Participant
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)

POLYGLOT = "\"'><script>alert(1)</script>{{7*7}}"


def purposes() -> list[tuple[str, str]]:
    return [(mail.to, mail.purpose) for mail in OutgoingMail.objects.order_by("id")]


def test_confirmation_goes_to_the_requester_with_number_and_link(people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.purpose, mail.language) == (people.customer.email, "confirmation", "pl")
    assert ticket.number in mail.subject
    assert ticket.number in mail.text
    assert f"{configured.PUBLIC_URL}/t/" in mail.text
    assert f"{configured.PUBLIC_URL}/t/" in mail.html
    assert mail.headers["Auto-Submitted"] == "auto-replied"


def test_confirmation_to_an_unproven_address_carries_none_of_the_text(deliver: Deliver) -> None:
    deliver(letter("BUY PILLS NOW", sender="Cheap Pills <victim@new.example>", subject="BUY PILLS"))
    mail = OutgoingMail.objects.get()
    assert mail.to == "victim@new.example"
    assert "PILLS" not in mail.subject + mail.text + mail.html
    confirm(User.objects.get(email="victim@new.example"))
    deliver(letter("Again", sender="victim@new.example", subject="My order", Message_ID="<2@new.example>"))
    assert "My order" in OutgoingMail.objects.latest("id").subject


def test_reply_goes_to_requester_and_participants_in_full(people: Cast) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    message = reply(ticket, people.agent, "Please try the other tray.")
    drain()
    answers = OutgoingMail.objects.filter(purpose="answer")
    assert {mail.to for mail in answers} == {people.customer.email, people.other_customer.email}
    for mail in answers:
        assert "Please try the other tray." in mail.text
        assert "Please try the other tray." in mail.html
        assert "prints empty pages" in mail.text
        assert mail.message == message
    persian = answers.get(to=people.other_customer.email)
    assert 'dir="rtl"' in persian.html
    assert persian.subject.startswith("\u200f\u2068[#")


def test_each_reader_gets_a_link_of_their_own(people: Cast) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    reply(ticket, people.agent)
    drain()
    links = {
        mail.text.partition("/t/")[2].split()[0] for mail in OutgoingMail.objects.filter(purpose="answer")
    }
    assert len(links) == 2


def test_reply_and_solution_are_one_mail(people: Cast) -> None:
    ticket = open_ticket(people)
    solve(ticket, people.agent, "The drum has been replaced.")
    drain()
    mail = OutgoingMail.objects.exclude(purpose="confirmation").get()
    assert mail.purpose == "solution"
    assert "The drum has been replaced." in mail.text
    assert "?do=confirm" in mail.text
    assert "?do=reopen" in mail.html


def test_solution_without_a_reply_is_told_as_well(people: Cast) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    solve_verb(ticket, actor=actor(people.agent))
    drain()
    assert [purpose for _to, purpose in purposes()] == ["confirmation", "answer", "solution"]


def test_assignee_is_told_what_others_do(people: Cast) -> None:
    ticket = open_ticket(people)
    assign(ticket, people.agent.pk, actor=actor(people.administrator))
    reply(ticket, people.customer, "Any news?")
    drain()
    told = [purpose for to, purpose in purposes() if to == people.agent.email]
    assert told == ["assigned", "customer_wrote"]


def test_nobody_is_told_what_they_did_themselves(people: Cast) -> None:
    ticket = open_ticket(people)
    assign(ticket, people.agent.pk, actor=actor(people.agent))
    drain()
    assert people.agent.email not in {to for to, _purpose in purposes()}


def test_closing_is_announced(people: Cast) -> None:
    ticket = open_ticket(people)
    solve(ticket, people.agent)
    announce_closing(ticket, actor=actor(people.administrator), days=1)
    drain()
    mail = OutgoingMail.objects.get(purpose="closing")
    assert "?do=reopen" in mail.text


def test_notes_never_leave(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    assign(ticket, people.agent.pk, actor=actor(people.administrator))
    note(ticket, people.agent, "SECRET of the desk")
    forged = letter("SECRET by mail", sender=people.agent.email, Message_ID="<secret@divan.example>")
    drain()
    tagged = parseaddr(OutgoingMail.objects.earliest("id").headers["Reply-To"])[1]
    deliver(forged, to=tagged)
    reply(ticket, people.agent, "The public answer.")
    solve(ticket, people.agent)
    drain()
    assert OutgoingMail.objects.filter(purpose="answer").count() == 2
    for mail in OutgoingMail.objects.all():
        whole = f"{mail.subject}{mail.text}{mail.html}{mail.references}{mail.in_reply_to}"
        assert "SECRET" not in whole
        assert "secret@divan.example" not in whole


def test_the_reader_twice_queues_once(people: Cast) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    assign(ticket, people.agent.pk, actor=actor(people.administrator))
    reply(ticket, people.agent)
    reply(ticket, people.customer)
    solve(ticket, people.agent)
    drain()
    before = purposes()
    for event in Event.objects.order_by("id"):
        if event.kind in {
            "ticket.created",
            "message.sent",
            "message.received",
            "ticket.solved",
            "ticket.assigned",
        }:
            apply(event)
    assert purposes() == before
    assert len(set(before)) == len(before)


def test_deactivated_people_and_own_addresses_get_nothing(people: Cast) -> None:
    people.other_customer.is_active = False
    people.other_customer.save()
    ticket = open_ticket(people)
    Participant.objects.create(ticket=ticket, user=people.other_customer)
    loop = User.objects.create_user(SUPPORT, name="Loop", role=people.customer.role)
    Participant.objects.create(ticket=ticket, user=loop)
    reply(ticket, people.agent)
    drain()
    assert {to for to, _purpose in purposes()} == {people.customer.email}


def test_automatic_mail_to_one_address_is_capped(people: Cast, sink: Sink) -> None:
    for number in range(25):
        open_ticket(people, subject=f"Ticket {number}")
    drain()
    held = OutgoingMail.objects.filter(state="held", hold="too_many")
    assert (OutgoingMail.objects.count(), held.count(), len(sink.received)) == (25, 5, 20)


def test_hostile_words_stay_words(people: Cast) -> None:
    people.customer.name = POLYGLOT
    people.customer.save()
    confirm(people.customer)
    ticket = open_ticket(people, subject=POLYGLOT, text=POLYGLOT)
    reply(ticket, people.agent, POLYGLOT)
    drain()
    for mail in OutgoingMail.objects.all():
        assert "<script" not in mail.html
        assert mail.to == people.customer.email


class _Tables(HTMLParser):
    """Collects the direction of every table."""

    def __init__(self) -> None:
        super().__init__()
        self.directions: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.directions.append(dict(attrs).get("dir"))


SUBJECTS = {
    "en": "Printer on the second floor prints empty pages since Monday morning",
    "tr": "İkinci kattaki yazıcı pazartesi sabahından beri boş sayfa basıyor, ışık da yanıyor",
    "he": "המדפסת בקומה השנייה מדפיסה דפים ריקים מאז יום שני בבוקר (דגם HP-400)",
    "fa": "چاپگر طبقهٔ دوم از صبح دوشنبه صفحه‌های خالی چاپ می‌کند و چراغ HP-400 روشن است",
    "pl": "Drukarka na drugim piętrze drukuje puste strony od poniedziałku rano, źdźbło żółci",
}


@pytest.mark.parametrize("language", list(SUBJECTS))
def test_mail_arrives_as_it_was_written(people: Cast, sink: Sink, language: str) -> None:
    people.customer.language = language
    people.customer.save()
    ticket = open_ticket(people, subject=SUBJECTS[language])
    message = reply(ticket, people.agent, SUBJECTS[language])
    drain()
    _confirmation, received = sink.received
    mail = OutgoingMail.objects.get(purpose="answer")
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("sent", Delivery.SENT)
    assert received["Subject"].strip() == mail.subject.strip()
    assert SUBJECTS[language] in received["Subject"]
    _check_headers(received, mail, ticket.pk)
    _check_parts(received, mail, language)
    assert sink.envelopes[1] == (bounce_address(mail.envelope_from, mail.pk), [people.customer.email])


def _check_headers(received: Message, mail: OutgoingMail, ticket_id: int) -> None:
    assert received["Message-ID"] == mail.identifier
    assert ticket_of_message_id(received["Message-ID"]) == ticket_id
    assert received["In-Reply-To"] in received["References"].split()
    assert parseaddr(received["From"]) == ("Cedar Supplies", SUPPORT)
    assert split_reply_address(parseaddr(received["Reply-To"])[1]) == (SUPPORT, ticket_id)
    assert received["Auto-Submitted"] is None


def _check_parts(received: Message, mail: OutgoingMail, language: str) -> None:
    text = received.get_body(preferencelist=("plain",)).get_content()  # type: ignore[attr-defined]
    html = received.get_body(preferencelist=("html",)).get_content()  # type: ignore[attr-defined]
    assert text.split() == mail.text.split()
    assert len(received.as_bytes()) < 30_000
    tables = _Tables()
    tables.feed(html)
    assert set(tables.directions) == {"rtl" if language in ("he", "fa") else "ltr"}
    pictures = [part for part in received.walk() if part["Content-ID"] == "<mark>"]
    assert len(pictures) == 1


def test_answer_continues_the_thread_of_the_customers_program(deliver: Deliver, people: Cast) -> None:
    deliver(letter(Message_ID="<theirs@customer.example>"))
    ticket = InboundMail.objects.get().ticket
    assert ticket is not None
    reply(ticket, people.agent)
    drain()
    mail = OutgoingMail.objects.get(purpose="answer")
    assert "<theirs@customer.example>" in mail.references.split()
    assert KnownMessageId.objects.filter(ticket=ticket, is_ours=True).count() == 2
    assert Said.objects.get(pk=mail.message_id or 0).text == "We are looking into it."

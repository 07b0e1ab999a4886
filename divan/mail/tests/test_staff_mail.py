"""Agents by mail: answers to notifications, customers' mail passed on, and everything that must not work."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.conf import settings

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.knowledge import actions as knowledge
from divan.mail.models import InboundMail, Mailbox, OutgoingMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, letter
from divan.tickets.actions import Written, approve, assign, save_draft, set_review
from divan.tickets.models import Composition, Status, Ticket
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)
VOUCHED = "mx.divan.example; dmarc=pass header.from=divan.example"


@pytest.fixture(autouse=True)
def border(mailboxes: object) -> None:
    """Our own mail server checks senders and writes down what it found."""
    Mailbox.objects.update(authserv_id="mx.divan.example")


def proven(text: str, sender: str, **headers: str) -> EmailMessage:
    """A mail of somebody of the staff that our server vouches for."""
    return letter(text, sender=sender, Authentication_Results=VOUCHED, **headers)


def last_of(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")


def mails_to(person: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=person.email).order_by("id"))


def test_an_agent_answers_the_customer_by_mail(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    reply(ticket, people.customer, "It still prints nothing.")
    drain()
    notice = OutgoingMail.objects.get(to=people.agent.email, purpose="customer_wrote")
    text = "Please change the drum.\n\n-- \nBaran, Support\n\nOn 3 May 2026 at 10:00, Divan wrote:\n> It still prints"
    deliver(proven(text, people.agent.email, In_Reply_To=notice.identifier))
    said = last_of(ticket)
    ticket.refresh_from_db()
    assert (said.text, said.author, said.visibility) == ("Please change the drum.", people.agent, "public")
    assert (said.from_staff, said.is_verified, said.channel) == (True, True, "email")
    assert ticket.first_reply_at is not None
    answer = mails_to(people.customer)[-1]
    assert (answer.purpose, "Please change the drum." in answer.text) == ("answer", True)
    assert "It still prints" not in answer.text.partition("Please change the drum.")[0]
    assert InboundMail.objects.get().evidence == "passed"


def _answers_by_mail(people: Cast, text: str) -> EmailMessage:
    """The agent's answer to a notification about a customer's message."""
    ticket = open_ticket(people)
    assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    reply(ticket, people.customer, "It still prints nothing.")
    drain()
    notice = OutgoingMail.objects.get(to=people.agent.email, purpose="customer_wrote")
    return proven(text, people.agent.email, In_Reply_To=notice.identifier)


def test_the_answer_of_a_new_agent_waits_for_review(deliver: Deliver, people: Cast) -> None:
    set_review(people.agent, 1, actor=actor(people.administrator))
    answer = _answers_by_mail(people, "Please change the drum.")
    ticket = Ticket.objects.get()
    save_draft(Written(mode="reply", text="Something else"), actor=actor(people.agent), ticket=ticket)
    deliver(answer)
    held = Composition.objects.get(state="review")
    assert held.text == "Please change the drum."
    assert not Message.objects.filter(from_staff=True).exists()
    assert InboundMail.objects.get().state == "processed"
    approve(held, actor=actor(people.supervisor))
    assert last_of(ticket).text == "Please change the drum."


def test_an_answer_with_an_internal_article_stays_inside(deliver: Deliver, people: Cast) -> None:
    chief = actor(people.supervisor)
    shelf = knowledge.create_category({"en": "Printers"}, actor=chief)
    article = knowledge.create_article("for-staff", shelf, visibility="internal", actor=chief)
    knowledge.write_translation(article, "en", title="Drums", summary="", body="Call.", actor=chief)
    knowledge.publish_article(article, actor=chief)
    deliver(_answers_by_mail(people, f"See {settings.PUBLIC_URL}/help/for-staff/ please."))
    said = last_of(Ticket.objects.get())
    assert (said.visibility, said.author) == ("internal", people.agent)


@pytest.mark.parametrize(
    "results",
    [
        "",
        "mx.divan.example; dmarc=fail header.from=divan.example",
        "mx.evil.example; dmarc=pass header.from=divan.example",
        "mx.divan.example; dmarc=pass header.from=evil.example",
        "mx.divan.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example",
        'mx.divan.example; spf=pass smtp.mailfrom="x smtp.mailfrom=a@divan.example "@evil.example',
        "mx.divan.example; spf=none (a (b; dmarc=pass header.from=divan.example) c); dkim=none",
    ],
)
def test_without_proof_it_is_a_note_in_nobodys_name(deliver: Deliver, people: Cast, results: str) -> None:
    ticket = open_ticket(people)
    drain()
    before = OutgoingMail.objects.count()
    message = letter("Send your password.", sender=people.agent.email)
    if results:
        message["Authentication-Results"] = results
    deliver(message, to=reply_address(SUPPORT, ticket.pk))
    said = last_of(ticket)
    assert (said.visibility, said.author, said.is_verified) == ("internal", None, False)
    assert OutgoingMail.objects.count() == before


def test_only_the_topmost_results_count(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    raw = letter("Send your password.", sender=people.agent.email).as_bytes()
    forged = b"Authentication-Results: " + VOUCHED.encode() + b"\r\n" + raw
    own = b"Authentication-Results: mx.divan.example;\r\n\tdmarc=fail header.from=divan.example\r\n" + forged
    deliver(own, to=reply_address(SUPPORT, ticket.pk))
    assert (last_of(ticket).visibility, InboundMail.objects.get().evidence) == ("internal", "forged")


def test_two_senders_prove_nothing(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    raw = b"From: eve@evil.example\r\n" + proven("Hello", people.agent.email).as_bytes()
    deliver(raw, to=reply_address(SUPPORT, ticket.pk))
    assert InboundMail.objects.get().evidence == "unverified"
    assert last_of(ticket).from_staff is False


def test_an_agent_who_may_not_answer_here_leaves_a_note(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    deliver(proven("I know this one.", people.other_agent.email), to=reply_address(SUPPORT, ticket.pk))
    assert (last_of(ticket).visibility, last_of(ticket).author) == ("internal", None)


def test_what_answers_no_mail_of_ours_is_a_note_of_its_author(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    before = len(mails_to(people.customer))
    deliver(proven("Ask the maker?", people.agent.email, subject=f"[#{ticket.number}] Empty pages"))
    said = last_of(ticket)
    assert (said.visibility, said.author, said.is_verified) == ("internal", people.agent, True)
    assert len(mails_to(people.customer)) == before


def test_the_vacation_notice_of_an_agent_is_not_sent_on(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    drain()
    before = len(mails_to(people.customer))
    away = proven("I am on holiday.", people.agent.email, Auto_Submitted="auto-replied")
    deliver(away, to=reply_address(SUPPORT, ticket.pk))
    assert last_of(ticket).visibility == "internal"
    assert len(mails_to(people.customer)) == before


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("[solve] Re: Empty pages", {}),
        ("@fwd Re: Empty pages", {}),
        ("Re: Empty pages", {"X_Zammad_Ticket_State": "closed", "X_Zammad_Ticket_Priority": "3 high"}),
        ("Re: Empty pages", {"X_Divan_Status": "closed", "X_OTRS_State": "closed successful"}),
    ],
)
def test_subjects_and_headers_command_nothing(
    deliver: Deliver, people: Cast, subject: str, headers: dict[str, str]
) -> None:
    ticket = open_ticket(people)
    text = "#solve\n@close\nPlease wait."
    message = proven(text, people.agent.email, subject=subject, **headers)
    deliver(message, to=reply_address(SUPPORT, ticket.pk))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.requester) == (Status.OPEN, "normal", people.customer)
    assert last_of(ticket).text == text


GMAIL = (
    "Please look at this, it is urgent.\n\n---------- Forwarded message ---------\n"
    "From: Oya Kaya <oya@customer.example>\nDate: Mon, 4 May 2026 at 10:00\nSubject: No toner\n"
    "To: Baran <baran@divan.example>\n\n\nThere is no toner left.\n\nOya\n"
)
TURKISH = (
    "Bakar mısınız?\n\n________________________________\nKimden: Oya Kaya <oya@customer.example>\n"
    "Gönderildi: 4 Mayıs 2026 Pazartesi 10:00\nKime: Baran\nKonu: No toner\n\nThere is no toner left.\n"
)
POLISH = (
    "-----Wiadomość oryginalna-----\nOd: Oya Kaya [mailto:oya@customer.example]\nWysłano: 4 maja 2026\n"
    "Do: Baran\nTemat: No toner\n\nThere is no toner left.\n"
)
APPLE = (
    "See below.\n\nBegin forwarded message:\n\n> From: Oya Kaya <oya@customer.example>\n> Subject: No toner\n"
    "> Date: 4 May 2026\n> To: baran@divan.example\n> \n> There is no toner left.\n"
)


@pytest.mark.parametrize(
    ("subject", "text", "words"),
    [
        ("Fwd: No toner", GMAIL, "Please look at this, it is urgent."),
        ("İLT: No toner", TURKISH, "Bakar mısınız?"),
        ("PD: No toner", POLISH, ""),
        ("Fwd: No toner", APPLE, "See below."),
    ],
)
def test_what_an_agent_forwards_is_the_customers_ticket(
    deliver: Deliver, people: Cast, subject: str, text: str, words: str
) -> None:
    deliver(proven(text, people.agent.email, subject=subject))
    ticket = Ticket.objects.get()
    first, *notes = Message.objects.filter(conversation_id=ticket.conversation_id).order_by("id")
    assert (ticket.requester.email, ticket.requester.name) == ("oya@customer.example", "Oya Kaya")
    assert (ticket.subject, ticket.submitter, ticket.group) == ("No toner", people.agent, people.group)
    assert (first.author, first.from_staff, first.is_verified) == (ticket.requester, False, False)
    assert first.text.startswith("There is no toner left.")
    assert [(note.text, note.author, note.visibility) for note in notes] == (
        [(words, people.agent, "internal")] if words else []
    )
    assert ticket.waiting_since is not None
    drain()
    told = OutgoingMail.objects.filter(to="oya@customer.example")
    assert told.count() == 1
    assert "urgent" not in told.get().text


def test_a_mail_forwarded_as_a_file_is_the_customers_ticket(deliver: Deliver, people: Cast) -> None:
    inner = letter("There is no toner left.", sender="Oya Kaya <oya@customer.example>", subject="No toner")
    inner.add_attachment(b"%PDF-1.7 bill", maintype="application", subtype="pdf", filename="bill.pdf")
    outer = proven("For you.", people.agent.email, subject="Look", Message_ID="<outer@divan.example>")
    outer.add_attachment(inner)
    deliver(outer)
    ticket = Ticket.objects.get()
    first = Message.objects.filter(conversation_id=ticket.conversation_id).earliest("id")
    assert (ticket.requester.email, ticket.subject) == ("oya@customer.example", "No toner")
    assert [file.name for file in first.attachments.all()] == ["bill.pdf"]


@pytest.mark.parametrize("who", ["unproven", "customer", "stranger_to_the_group", "colleague_inside"])
def test_a_forward_that_is_none_opens_the_senders_own_ticket(
    deliver: Deliver, people: Cast, who: str
) -> None:
    text = (
        GMAIL.replace("oya@customer.example", people.supervisor.email) if who == "colleague_inside" else GMAIL
    )
    sender = {
        "unproven": people.agent,
        "customer": people.customer,
        "stranger_to_the_group": people.other_agent,
        "colleague_inside": people.agent,
    }[who]
    message = letter(text, sender=sender.email, subject="Fwd: No toner")
    if who != "unproven":
        domain = sender.email.partition("@")[2]
        message["Authentication-Results"] = f"mx.divan.example; dmarc=pass header.from={domain}"
    deliver(message)
    assert Ticket.objects.get().requester == sender
    assert not User.objects.filter(email="oya@customer.example").exists()


def test_a_forwarded_mail_twice_is_one_ticket_with_one_note(deliver: Deliver, people: Cast) -> None:
    deliver(proven(GMAIL, people.agent.email, subject="Fwd: No toner"))
    InboundMail.objects.update(state="received")
    drain()
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 2)

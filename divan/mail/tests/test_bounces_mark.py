"""Mail that came back: who is told, what is marked, and that nobody can forge it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from divan.accounts.models import User
from divan.conversations.models import Delivery, Message
from divan.core import clock
from divan.core.jobs import drain
from divan.mail.automatic.undeliverable import undeliverable_among
from divan.mail.models import InboundMail, OutgoingMail, UndeliverableAddress
from divan.mail.signing import bounce_address, reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, Sink, letter
from divan.notifications.models import Notification
from divan.tickets.actions import assign
from divan.tickets.models import Event, Ticket
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)

DAEMON = "MAILER-DAEMON@mx.customer.example"


def report(
    mail: OutgoingMail | None,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    name: str = "1",
    returned: str = "",
) -> bytes:
    """A report (RFC 3464) about a mail, or about the Message-ID `returned`."""
    to = mail.to if mail else "celina@customer.example"
    said = {"5.1.1": "550 no such mailbox here", "5.2.2": "552 the mailbox is full"}
    words = said.get(status, "452 over quota, try again later")
    fields = (
        "Reporting-MTA: dns; mx.customer.example\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {words}\n"
    )
    headers = f"From: {SUPPORT}\nTo: {to}\nMessage-ID: {returned or (mail.identifier if mail else '')}\n"
    head = f"From: {DAEMON}\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <{name}@mx.customer.example>\n"
    parts = {
        "text/plain": "The mail system could not deliver your message.\n",
        "message/delivery-status": fields,
        "text/rfc822-headers": headers,
    }
    return _report(head, "delivery-status", parts)


def complaint(mail: OutgoingMail) -> bytes:
    """A report that the recipient does not want the mail (RFC 5965)."""
    head = "From: fbl@provider.example\nSubject: Abuse report\nMessage-ID: <complaint@provider.example>\n"
    parts = {
        "text/plain": "This is an abuse report.\n",
        "message/feedback-report": "Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\n",
        "text/rfc822-headers": f"From: {SUPPORT}\nMessage-ID: {mail.identifier}\n",
    }
    return _report(head, "feedback-report", parts)


def _report(head: str, kind: str, parts: dict[str, str]) -> bytes:
    whole = f'{head}To: {SUPPORT}\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
    for content_type, text in parts.items():
        whole += f"--b\nContent-Type: {content_type}\n\n{text}\n"
    return f"{whole}--b--\n".replace("\n", "\r\n").encode()


def answered(people: Cast, text: str = "We are looking into it.") -> tuple[Ticket, Message, OutgoingMail]:
    """A ticket of the agent's with an answer that was sent."""
    ticket = open_ticket(people)
    assign(ticket, people.agent.pk, actor=actor(people.agent))
    message = reply(ticket, people.agent, text)
    drain()
    return ticket, message, OutgoingMail.objects.get(purpose="answer", message=message)


def envelope_of(mail: OutgoingMail) -> str:
    return bounce_address(SUPPORT, mail.pk)


def events_of(ticket: Ticket) -> list[dict[str, object]]:
    rows = Event.objects.filter(ticket=ticket, kind="message.bounced").order_by("id")
    return list(rows.values_list("payload", flat=True))


def test_hard_bounce_marks_mail_message_address_and_ticket(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    ticket, message, mail = answered(people)
    deliver(report(mail), sender="<>", to=envelope_of(mail))
    mail.refresh_from_db()
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("bounced", Delivery.BOUNCED)
    assert mail.bounced_at is not None
    assert mail.error.startswith("5.1.1")
    marked = UndeliverableAddress.objects.get()
    assert (marked.address, marked.is_hard, marked.status) == (people.customer.email, True, "5.1.1")
    assert events_of(ticket) == [{"message": message.pk, "person": people.customer.pk, "reason": "address"}]
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.is_internal, last.is_automatic) == (True, True)


def test_the_assignee_is_told(people: Cast, sink: Sink, deliver: Deliver) -> None:
    _ticket, _message, mail = answered(people)
    deliver(report(mail), to=envelope_of(mail))
    assert Notification.objects.filter(user=people.agent, kind="message.bounced").count() == 1


def test_a_returned_message_id_is_proof_as_well(people: Cast, sink: Sink, deliver: Deliver) -> None:
    ticket, _message, mail = answered(people)
    deliver(report(mail), to=SUPPORT)
    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert InboundMail.objects.get().ticket == ticket


def test_the_same_news_twice_changes_nothing_more(people: Cast, sink: Sink, deliver: Deliver) -> None:
    ticket, _message, mail = answered(people)
    deliver(report(mail), to=envelope_of(mail))
    deliver(report(mail, name="2"), to=envelope_of(mail))
    assert len(events_of(ticket)) == 1
    assert UndeliverableAddress.objects.get().bounces == 1


@pytest.mark.parametrize("to", ["plain", "reply"])
def test_forged_reports_silence_nobody(people: Cast, sink: Sink, deliver: Deliver, to: str) -> None:
    """Who knows the address of a customer, or even the reply address of the ticket, proves nothing by it."""
    ticket, message, mail = answered(people)
    forged = report(None, returned="<t1.0123456789abcdef0123.aaaaaaaaaaaaaaaa@divan.example>")
    deliver(forged, to=SUPPORT if to == "plain" else reply_address(SUPPORT, ticket.pk))
    mail.refresh_from_db()
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("sent", Delivery.SENT)
    assert not UndeliverableAddress.objects.exists()
    assert events_of(ticket) == []


def test_an_envelope_sender_of_another_mail_with_the_same_signature_is_none_of_ours(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    _ticket, _message, mail = answered(people)
    first = OutgoingMail.objects.earliest("id")
    tag = envelope_of(first).partition(".")[2]
    forged = f"support+b{mail.pk}.{tag}"
    with pytest.raises(Exception, match="no such address"):
        deliver(report(None), to=forged)
    assert not UndeliverableAddress.objects.exists()


def test_nothing_automatic_goes_to_a_dead_address_but_people_may_try(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    _ticket, _message, mail = answered(people)
    deliver(report(mail), to=envelope_of(mail))
    other = open_ticket(people, subject="Another one")
    drain()
    confirmation = OutgoingMail.objects.get(ticket=other)
    assert (confirmation.state, confirmation.hold) == ("held", "undeliverable")
    reply(other, people.agent)
    drain()
    assert OutgoingMail.objects.get(ticket=other, purpose="answer").state == "sent"
    assert undeliverable_among([people.customer.email.upper(), "x@y.example"]) == {people.customer.email}


def test_mail_from_the_address_clears_the_mark(people: Cast, sink: Sink, deliver: Deliver) -> None:
    _ticket, _message, mail = answered(people)
    deliver(report(mail), to=envelope_of(mail))
    deliver(letter("I am back.", Auto_Submitted="auto-replied"))
    assert UndeliverableAddress.objects.exists()
    deliver(letter("I am back.", Message_ID="<2@customer.example>"))
    assert not UndeliverableAddress.objects.exists()


def test_delay_is_shown_and_the_next_success_is_not_in_doubt(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    _ticket, message, mail = answered(people)
    deliver(report(mail, status="4.4.1", action="delayed"), to=envelope_of(mail))
    message.refresh_from_db()
    mail.refresh_from_db()
    assert (mail.state, message.delivery) == ("sent", Delivery.DELAYED)
    assert not undeliverable_among([mail.to])


def test_three_soft_bounces_within_a_week_count_as_a_hard_one(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    ticket = open_ticket(people)
    for number in range(3):
        assert not undeliverable_among([people.customer.email])
        message = reply(ticket, people.agent, f"Answer {number}")
        drain()
        mail = OutgoingMail.objects.get(message=message)
        soft = report(mail, status="4.2.2", action="delayed", name=str(number))
        deliver(soft, to=envelope_of(mail))
    assert undeliverable_among([people.customer.email])
    assert [row["reason"] for row in events_of(ticket)] == ["full"]


def test_a_full_mailbox_loses_the_mail_and_not_the_address(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    ticket, message, mail = answered(people)
    deliver(report(mail, status="5.2.2"), to=envelope_of(mail))
    message.refresh_from_db()
    mail.refresh_from_db()
    assert (mail.state, message.delivery) == ("bounced", Delivery.BOUNCED)
    assert not undeliverable_among([mail.to])
    assert [row["reason"] for row in events_of(ticket)] == ["full"]


def test_soft_bounces_that_lie_far_apart_do_not_add_up(people: Cast, sink: Sink, deliver: Deliver) -> None:
    ticket, now = open_ticket(people), clock.now()
    for number in range(4):
        with clock.at(now + timedelta(days=5 * number, minutes=1)):
            message = reply(ticket, people.agent, f"Answer {number}")
            drain()
            mail = OutgoingMail.objects.get(message=message)
            warning = report(mail, status="4.2.2", action="delayed", name=str(number))
            deliver(warning, to=envelope_of(mail))
    assert not undeliverable_among([people.customer.email])


def test_complaint_ends_automatic_mail_and_stands_on_the_ticket(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    ticket, message, mail = answered(people)
    deliver(complaint(mail), to=SUPPORT)
    mail.refresh_from_db()
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("sent", Delivery.SENT)
    assert [row["reason"] for row in events_of(ticket)] == ["complaint"]
    assert undeliverable_among([people.customer.email])


def test_vacation_notice_to_the_envelope_sender_finds_its_ticket(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    """RFC 3834 section 4 sends automatic answers to the sender on the envelope."""
    ticket, _message, mail = answered(people)
    deliver(letter("I am away.", Auto_Submitted="auto-replied"), to=envelope_of(mail))
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.text, last.is_automatic) == ("I am away.", True)


def test_relay_that_knows_the_mailbox_is_gone_marks_the_address(people: Cast, sink: Sink) -> None:
    sink.recipient_answer = "550 5.1.1 No such mailbox"
    ticket, message, mail = answered(people)
    message.refresh_from_db()
    assert (mail.state, message.delivery) == ("failed", Delivery.FAILED)
    assert undeliverable_among([mail.to])
    assert events_of(ticket)[-1] == {"message": message.pk, "person": people.customer.pk, "reason": "address"}


def test_relay_that_refuses_us_marks_no_address(people: Cast, sink: Sink) -> None:
    sink.recipient_answer = "550 5.7.1 Relaying denied"
    _ticket, _message, mail = answered(people)
    assert mail.state == "failed"
    assert not undeliverable_among([mail.to])


def test_account_mail_that_came_back_marks_the_address_of_no_ticket(
    people: Cast, sink: Sink, deliver: Deliver
) -> None:
    mail = OutgoingMail.objects.create(
        purpose="account.sign_in",
        to=people.customer.email,
        recipient=User.objects.get(pk=people.customer.pk),
        sender=SUPPORT,
        envelope_from=SUPPORT,
        subject="Your code",
        text="",
        identifier="<0123456789abcdef0123@divan.example>",
        state="sent",
        created_at=clock.now(),
        next_try_at=clock.now(),
    )
    deliver(report(mail), to=SUPPORT)
    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert undeliverable_among([mail.to])
    assert not Ticket.objects.exists()

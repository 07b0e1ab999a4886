"""Who gets to read a customer's message: everybody on the ticket, or the desk alone; and who takes part by it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.mail.models import Mailbox, OutgoingMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import BILLING, SUPPORT, Deliver, letter
from divan.tickets.models import Event, Participant, Ticket
from tests.support.builders import note, open_ticket
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]


def last_of(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")


def trust_headers() -> str:
    """Let our own server vouch for the customer's domain; the header that does."""
    Mailbox.objects.update(authserv_id="mx.divan.example")
    return "mx.divan.example; dmarc=pass header.from=customer.example"


def from_participant(people: Cast, text: str, *, to: str, cc: str = "") -> EmailMessage:
    message = letter(text, sender=people.other_customer.email, Message_ID=f"<{text[:3]}@elsewhere.example>")
    del message["To"]
    message["To"] = to
    if cc:
        message["Cc"] = cc
    return message


def test_what_a_participant_writes_to_the_desk_alone_stays_inside_until_it_is_shared(
    deliver: Deliver, people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    drain()
    OutgoingMail.objects.all().delete()
    deliver(from_participant(people, "Between us.", to=SUPPORT), to=reply_address(SUPPORT, ticket.pk))
    kept = last_of(ticket)
    ticket.refresh_from_db()
    assert (kept.visibility, kept.author, kept.from_staff) == ("internal", people.other_customer, False)
    assert ticket.snippet != "Between us."
    assert Event.objects.latest("id").kind == "message.withheld"
    assert not OutgoingMail.objects.filter(to=people.customer.email).exists()

    agent = client_for(people.agent)
    share = reverse("share_message", kwargs={"number": ticket.number})
    assert agent.post(share, {"message": kept.pk}).status_code == 302
    assert agent.post(share, {"message": kept.pk}).status_code == 302
    drain()
    kept.refresh_from_db()
    assert kept.visibility == "public"
    assert Event.objects.filter(kind="message.shared", public=True).count() == 1
    assert [mail.to for mail in OutgoingMail.objects.filter(purpose="shared")] == [people.customer.email]


def test_what_is_written_to_everybody_is_public(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    message = from_participant(people, "To all.", to=SUPPORT, cc=f"Celina <{people.customer.email}>")
    deliver(message, to=reply_address(SUPPORT, ticket.pk))
    last = last_of(ticket)
    assert (last.visibility, last.text) == ("public", "To all.")
    assert last.recipients == [
        {"kind": "to", "address": SUPPORT, "name": ""},
        {"kind": "cc", "address": people.customer.email, "name": "Celina"},
    ]


def test_what_names_none_of_our_addresses_stays_inside(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    message = letter("You only got this in Bcc.")
    message.replace_header("To", "friend@customer.example")
    deliver(message, to=reply_address(SUPPORT, ticket.pk))
    assert (last_of(ticket).visibility, last_of(ticket).author) == ("internal", people.customer)


def test_notes_of_the_desk_are_never_shared(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    inside = note(ticket, people.agent)
    address = reverse("share_message", kwargs={"number": ticket.number})
    answer = client_for(people.agent).post(address, {"message": inside.pk})
    inside.refresh_from_db()
    assert (answer.status_code, inside.visibility) == (404, "internal")


def test_the_tags_of_our_addresses_are_not_shown_to_others(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    tagged = reply_address(SUPPORT, ticket.pk)
    message = letter("Thanks.")
    message.replace_header("To", tagged)
    deliver(message, to=tagged)
    assert last_of(ticket).recipients == [{"kind": "to", "address": SUPPORT, "name": ""}]


def test_those_in_cc_of_a_proven_message_take_part(deliver: Deliver, people: Cast) -> None:
    vouched = trust_headers()
    named = (
        f"Farid <{people.other_customer.email}>, new@customer.example, {people.agent.email}, {BILLING},"
        " no-reply@shop.example, mailer-daemon@customer.example"
    )
    deliver(letter("Help us.", Cc=named, Authentication_Results=vouched))
    ticket = Ticket.objects.get()
    joined = set(Participant.objects.filter(ticket=ticket).values_list("user__email", flat=True))
    assert joined == {people.other_customer.email, "new@customer.example"}
    # They have the message already.
    assert {mail.to for mail in OutgoingMail.objects.all()} == {people.customer.email}


def test_nobody_is_written_to_because_a_stranger_named_them(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    deliver(letter("Hi.", Cc="victim@elsewhere.example"))
    deliver(
        letter(
            "Hi.", sender="eve@evil.example", Cc="victim@elsewhere.example", Message_ID="<e@evil.example>"
        ),
        to=reply_address(SUPPORT, ticket.pk),
    )
    assert not Participant.objects.exists()
    assert Message.objects.filter(recipients__icontains="victim@elsewhere.example").count() == 2


def test_at_most_ten_join(deliver: Deliver, people: Cast) -> None:
    many = ", ".join(f"p{number}@customer.example" for number in range(40))
    deliver(letter("All of us.", Cc=many, Authentication_Results=trust_headers()))
    assert Participant.objects.count() == 10
    assert len(Message.objects.get().recipients) == 41

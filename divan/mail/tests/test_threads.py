"""Which ticket a message belongs to, by which evidence, and who may read it there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.mail import processing
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, KnownMessageId, OutgoingMail
from divan.mail.signing import (
    forward_address,
    reply_address,
    split_forward_address,
    split_reply_address,
)
from divan.mail.tests.conftest import BILLING, SUPPORT, Deliver, letter
from divan.tickets import actions
from divan.tickets.models import Event, Link, Ticket
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_SECONDS = 20
Doors = Callable[[User | None], Client]


def last_of(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")


def answered(people: Cast) -> tuple[Ticket, OutgoingMail]:
    """A ticket of the customer that was answered, and the mail that told them."""
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    drain()
    return ticket, OutgoingMail.objects.get(purpose="answer", to=people.customer.email)


def test_answer_by_references_joins(deliver: Deliver, people: Cast) -> None:
    ticket, sent = answered(people)
    deliver(letter("Thanks!", References=f"<lost@elsewhere.example> {sent.identifier}"))
    assert last_of(ticket).text == "Thanks!"
    deliver(letter("One more.", Message_ID="<2@customer.example>", In_Reply_To="<first@customer.example>"))
    assert last_of(ticket).text == "One more."
    assert Ticket.objects.count() == 1


def test_the_signed_address_goes_before_message_ids(deliver: Deliver, people: Cast) -> None:
    ticket, sent = answered(people)
    other = open_ticket(people)
    deliver(letter("To the other.", In_Reply_To=sent.identifier), to=reply_address(SUPPORT, other.pk))
    assert last_of(other).text == "To the other."
    assert last_of(ticket).text != "To the other."


def test_our_message_ids_go_before_those_of_others(deliver: Deliver, people: Cast) -> None:
    deliver(letter("First.", Message_ID="<theirs@customer.example>"))
    theirs = Ticket.objects.get()
    ours, sent = answered(people)
    deliver(
        letter(
            "Again.", Message_ID="<2@c.example>", References=f"{sent.identifier} <theirs@customer.example>"
        )
    )
    assert last_of(ours).text == "Again."
    assert last_of(theirs).text == "First."


def test_messages_that_share_only_an_absent_ancestor_join(deliver: Deliver, people: Cast) -> None:
    """Somebody brings us into a talk between customers, and we never saw how it began."""
    absent = "<never@customer.example>"
    deliver(letter("I bring in the help desk.", Message_ID="<2@customer.example>", In_Reply_To=absent))
    deliver(
        letter("Another branch.", Message_ID="<3@customer.example>", References=f"{absent} <lost@x.example>")
    )
    assert Ticket.objects.count() == 1
    deliver(letter("How it began.", Message_ID=absent))
    assert Ticket.objects.count() == 1
    deliver(letter("My reply to the newsletter, too.", sender="new@new.example", In_Reply_To=absent))
    assert Ticket.objects.count() == 2


def test_strangers_who_answer_the_same_newsletter_stay_apart(deliver: Deliver) -> None:
    for number in range(3):
        sender = f"reader{number}@customer.example"
        text = f"Please stop it {number}."
        deliver(
            letter(text, sender=sender, Message_ID=f"<{number}@r.example>", In_Reply_To="<news@shop.example>")
        )
    assert Ticket.objects.count() == 3
    assert not Link.objects.exists()


def test_a_stranger_who_answers_gets_a_ticket_that_the_desk_finds_linked(
    deliver: Deliver, people: Cast, client_for: Doors
) -> None:
    ticket, sent = answered(people)
    deliver(letter("Let me in.", sender=people.other_customer.email, In_Reply_To=sent.identifier))
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert Message.objects.filter(conversation_id=ticket.conversation_id).count() == 2
    assert list(Link.objects.values_list("ticket", "other")) == [(new.pk, ticket.pk)]
    linked = Event.objects.get(kind="ticket.linked")
    assert (linked.ticket, linked.public, linked.payload["ticket"]) == (new, False, ticket.pk)
    drain()
    told = OutgoingMail.objects.filter(to=people.other_customer.email)
    assert told
    assert not any(ticket.number in mail.text + mail.subject for mail in told)
    agent = client_for(people.agent)
    for here, there in ((ticket, new), (new, ticket)):
        page = agent.get(reverse("ticket_panels", kwargs={"number": here.number})).text
        assert reverse("show_ticket", kwargs={"number": there.number}) in page


@pytest.mark.parametrize("written", ["[#{number}]", "[#{easter}]", "[# {small}]"])
def test_a_number_in_the_subject_joins_for_those_who_belong_and_is_marked(
    deliver: Deliver, people: Cast, written: str
) -> None:
    ticket = open_ticket(people)
    easter = ticket.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    shown = written.format(number=ticket.number, easter=easter, small=ticket.number.lower())
    deliver(letter("More about it.", subject=f"Re: {shown} Empty pages"))
    assert (last_of(ticket).text, last_of(ticket).is_verified) == ("More about it.", False)
    deliver(
        letter("Me too.", subject=f"Re: {shown}", sender="eve@evil.example", Message_ID="<e@evil.example>")
    )
    assert Ticket.objects.count() == 2
    assert not Link.objects.exists()


@pytest.mark.parametrize("subject", ["DVN-1001", "#DVN-1001", "[#1001]", "[#ABC-1001]", "[#DVN-]"])
def test_what_only_looks_like_our_reference_opens_a_ticket(
    deliver: Deliver, people: Cast, subject: str
) -> None:
    open_ticket(people)
    deliver(letter("Hello", subject=subject))
    assert Ticket.objects.count() == 2


def test_references_that_loop_or_never_end(deliver: Deliver, people: Cast) -> None:
    ticket, sent = answered(people)
    own = "<loop@customer.example>"
    many = " ".join(f"<{number}@nowhere.example>" for number in range(1000))
    deliver(letter("Loop.", Message_ID=own, In_Reply_To=own, References=f"{own} {own}"))
    assert Ticket.objects.count() == 2
    deliver(letter("Long.", Message_ID="<long@customer.example>", References=f"{many} {sent.identifier}"))
    assert last_of(ticket).text == "Long."


def test_different_messages_under_one_identifier_are_all_kept(deliver: Deliver, people: Cast) -> None:
    for text in ("One.", "Two.", "Three."):
        deliver(letter(text, Message_ID="<same@customer.example>"))
    assert {"One.", "Two.", "Three."} == set(Message.objects.values_list("text", flat=True))
    assert set(InboundMail.objects.values_list("state", flat=True)) == {"processed"}


def test_forward_addresses_are_proof_of_their_own_kind(people: Cast) -> None:
    address = forward_address(SUPPORT, 12, 34)
    assert split_forward_address(address.upper()) == (SUPPORT, 12, 34)
    assert split_reply_address(address) is None
    assert split_forward_address(address.replace("+f12.", "+f13.")) is None
    assert len(forward_address("a" * 26 + "@b.example", 999_999_999, 999_999_999).partition("@")[0]) <= 64


def test_a_third_party_answers_inside_and_wakes_the_ticket(deliver: Deliver, people: Cast) -> None:
    ticket = open_ticket(people)
    asked = note(ticket, people.agent, "Asked the maker.")
    actions.hold(ticket, actor=actor(people.agent))
    drain()
    before = OutgoingMail.objects.count()
    deliver(
        letter("It is the drum.", sender="Maker <help@maker.example>"),
        to=forward_address(SUPPORT, ticket.pk, asked.pk),
    )
    last = last_of(ticket)
    ticket.refresh_from_db()
    assert (last.text, last.author_name) == ("It is the drum.", "Maker <help@maker.example>")
    assert (last.visibility, ticket.status) == ("internal", "open")
    assert not User.objects.filter(email="help@maker.example").exists()
    assert OutgoingMail.objects.filter(to=people.customer.email).count() == before


def test_one_message_to_two_of_our_addresses_is_one(deliver: Deliver) -> None:
    message = letter("To both of you.")
    deliver(message, to=SUPPORT)
    deliver(message, to=BILLING)
    assert Ticket.objects.count() == Message.objects.count() == 1
    states = list(InboundMail.objects.order_by("id").values_list("state", "reason", "ticket"))
    assert states == [
        ("processed", "", Ticket.objects.get().pk),
        ("ignored", "duplicate", Ticket.objects.get().pk),
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_workers_with_a_copy_each_make_one_ticket(mailboxes: object) -> None:
    for round_ in range(5):
        raw = letter("To both.", Message_ID=f"<{round_}@customer.example>").as_bytes()
        for address in (SUPPORT, BILLING):
            take_in(raw, Envelope("celina@customer.example", (address,)))
        start = threading.Barrier(2, timeout=WAIT_SECONDS)

        def work(start: threading.Barrier = start) -> None:
            try:
                start.wait()
                processing.pump(threading.Event())
            finally:
                close_old_connections()
                connection.close()

        workers = [threading.Thread(target=work) for _worker in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(WAIT_SECONDS)
        processing.pump(threading.Event())
        assert Ticket.objects.count() == round_ + 1
    assert InboundMail.objects.filter(state="processed").count() == 5
    assert InboundMail.objects.filter(reason="duplicate").count() == 5


@pytest.mark.parametrize(("kind", "most"), [("new", 24), ("stranger", 30), ("answer", 24)])
def test_a_message_costs_a_number_of_queries_that_is_known(
    mailboxes: object, people: Cast, kind: str, most: int
) -> None:
    """However many Message-IDs it names; one more where it names any that may be on its way out still."""
    ticket, sent = answered(people)
    sender = "new@new.example" if kind == "stranger" else people.customer.email
    address = reply_address(SUPPORT, ticket.pk) if kind == "answer" else SUPPORT
    costs = []
    for number in (0, 300):
        named = " ".join(f"<{one}@nowhere.example>" for one in range(number))
        headers = {"In_Reply_To": sent.identifier, "References": named} if number and kind == "answer" else {}
        message = letter(
            "Once more.",
            sender=f"{number}{sender}" if kind == "stranger" else sender,
            Message_ID=f"<{number}@customer.example>",
            **headers,
        )
        take_in(message.as_bytes(), Envelope(sender, (address,)))
        with CaptureQueriesContext(connection) as queries:
            processing.pump(threading.Event())
        costs.append(len(queries))
    assert costs[0] <= most
    assert costs[1] <= most + 1
    assert KnownMessageId.objects.filter(identifier="<300@customer.example>").exists()

"""Mail to tickets that were merged: who reaches the ticket that goes on, and what customers are told."""

from __future__ import annotations

import pytest

from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.mail.models import OutgoingMail
from divan.mail.tests.conftest import Deliver, letter
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


def _merged(people: Cast, *, openly: bool) -> tuple[Ticket, Ticket, OutgoingMail]:
    """A ticket of somebody else that was answered and then merged, the one that goes on, and that answer."""
    home = open_ticket(people)
    ticket = open_ticket(people, requester=people.other_customer, subject="White pages")
    reply(ticket, people.agent)
    drain()
    sent = OutgoingMail.objects.get(purpose="answer", to=people.other_customer.email)
    actions.merge(ticket, home, actor=actor(people.agent), openly=openly)
    return ticket, home, sent


def _texts(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(conversation_id=ticket.conversation_id).values_list("text", flat=True))


def test_an_answer_arrives_where_it_goes_on_if_its_sender_reads_there(deliver: Deliver, people: Cast) -> None:
    ticket, home, sent = _merged(people, openly=True)
    deliver(letter("Thank you!", sender=people.other_customer.email, In_Reply_To=sent.identifier))
    assert _texts(home)[-1] == "Thank you!"
    assert len(_texts(ticket)) == 2
    assert Ticket.objects.count() == 2


def test_otherwise_it_follows_up(deliver: Deliver, people: Cast) -> None:
    ticket, home, sent = _merged(people, openly=False)
    deliver(letter("And mine?", sender=people.other_customer.email, In_Reply_To=sent.identifier))
    new = Ticket.objects.latest("id")
    assert (new.follow_up_of, new.requester, _texts(new)) == (ticket, people.other_customer, ["And mine?"])
    assert len(_texts(home)) == 1


def test_a_stranger_with_the_ids_reaches_neither(deliver: Deliver, people: Cast) -> None:
    ticket, home, sent = _merged(people, openly=True)
    deliver(letter("Let me in.", sender="stranger@nowhere.example", In_Reply_To=sent.identifier))
    assert _texts(Ticket.objects.latest("id")) == ["Let me in."]
    assert (len(_texts(ticket)), len(_texts(home))) == (2, 1)


def test_a_vacation_notice_for_a_merged_ticket_is_kept_there(deliver: Deliver, people: Cast) -> None:
    ticket, home, sent = _merged(people, openly=False)
    away = letter(
        "I am away.",
        sender=people.other_customer.email,
        In_Reply_To=sent.identifier,
        Auto_Submitted="auto-replied",
    )
    deliver(away)
    assert _texts(ticket)[-1] == "I am away."
    assert Ticket.objects.count() == 2
    assert len(_texts(home)) == 1


@pytest.mark.parametrize("openly", [True, False])
def test_the_requester_is_told_and_learns_no_more_than_they_may(openly: bool, people: Cast) -> None:
    ticket, home, _sent = _merged(people, openly=openly)
    drain()
    told = OutgoingMail.objects.get(purpose="merged")
    assert told.to == people.other_customer.email
    assert (home.number in told.text) == openly
    assert home.subject not in told.text
    actions.merge(ticket, home, actor=actor(people.agent))
    drain()
    assert OutgoingMail.objects.filter(purpose="merged").count() == 1

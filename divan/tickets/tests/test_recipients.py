"""Whom a message may go to: completion that tells nobody about foreign customers, and the usual recipients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.core.errors import Refused
from divan.tickets import actions
from divan.tickets.models import GuestLink, Participant, Ticket
from divan.tickets.recipients import MOST, Kind, Recipient, clean, lines, typed
from divan.tickets.views import recipients as views
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Open = Callable[[User | None], Client]


def found(client: Client, text: str) -> list[str]:
    answer = client.get("/recipients/", {"q": text}).json()
    return [person["address"] for person in answer["people"]]


def proposed(client: Client, ticket: Ticket, **wanted: Any) -> list[tuple[str, str]]:
    answer = client.get(f"/tickets/{ticket.number}/recipients/", wanted).json()
    return [(one["kind"], one["address"]) for one in answer["recipients"]]


def test_completion_knows_colleagues_and_people_of_visible_tickets(people: Cast, client_for: Open) -> None:
    open_ticket(people)
    client = client_for(people.agent)
    assert found(client, "cel") == ["celina@customer.example"]
    assert found(client, "Nowak") == ["celina@customer.example"]
    assert found(client, "ece") == ["ece@divan.example"]


def test_completion_tells_nothing_about_foreign_customers(people: Cast, client_for: Open) -> None:
    open_ticket(people)
    open_ticket(people, requester=people.other_customer, group=people.other_group)
    assert found(client_for(people.agent), "farid") == []
    assert found(client_for(people.agent), "فرید") == []
    assert found(client_for(people.other_agent), "فرید") == ["farid@elsewhere.example"]
    assert found(client_for(people.other_agent), "celina") == []
    assert found(client_for(people.agent), "%") == []


def test_completion_has_a_limit(people: Cast, client_for: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_A_MINUTE", 2)
    client = client_for(people.agent)
    assert [client.get("/recipients/?q=a").status_code for _time in range(3)] == [200, 200, 429]


def test_a_reply_goes_to_the_requester_and_everybody_who_takes_part(people: Cast, client_for: Open) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    assert proposed(client_for(people.agent), ticket) == [
        ("to", "celina@customer.example"),
        ("cc", "farid@elsewhere.example"),
    ]


def test_reply_all_adds_those_whom_the_message_names_but_not_us(people: Cast, client_for: Open) -> None:
    ticket = open_ticket(people)
    named = [("to", "support@divan.example"), ("cc", "boss@customer.example"), ("bcc", "quiet@law.example")]
    draft = Draft(text="Hi", recipients=tuple({"kind": k, "address": a, "name": ""} for k, a in named))
    message = actions.receive(ticket, draft, actor=actor(people.customer), channel=Channel.EMAIL)
    client = client_for(people.agent)
    assert proposed(client, ticket, message=message.pk, mode="reply") == [("to", "celina@customer.example")]
    assert proposed(client, ticket, message=message.pk, mode="reply_all") == [
        ("to", "celina@customer.example"),
        ("cc", "boss@customer.example"),
    ]
    assert proposed(client, ticket, message=message.pk, mode="forward") == []


def test_a_message_of_another_ticket_is_not_there(people: Cast, client_for: Open) -> None:
    ticket, other = open_ticket(people), open_ticket(people, group=people.other_group)
    foreign = Message.objects.get(conversation_id=other.conversation_id)
    address = f"/tickets/{ticket.number}/recipients/?message={foreign.pk}&mode=forward"
    assert client_for(people.agent).get(address).status_code == 404
    sent = {"mode": "forward", "forwarded": foreign.pk, "to": "x@y.example", "body": "Look"}
    assert client_for(people.agent).post(f"/tickets/{ticket.number}/send/", sent).status_code == 404


def test_who_is_left_out_has_no_way_in_any_more(people: Cast, client_for: Open) -> None:
    ticket = open_ticket(people, cc=(people.other_customer,))
    client = client_for(people.other_customer)
    assert client.get(f"/my/tickets/{ticket.number}/").status_code == 200
    actions.leave_out(ticket, [people.other_customer], actor=actor(people.agent))
    assert client.get(f"/my/tickets/{ticket.number}/").status_code == 404
    assert not Participant.objects.exists()
    assert not GuestLink.objects.filter(user=people.other_customer).exists()


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        ("a@b.example", ["a@b.example"]),
        ('"Last, First" <A@B.example>; c@d.example', ["a@b.example", "c@d.example"]),
        ("Celina Nowak <c@d.example>، e@f.example\nBcc: x@y.example", None),
        ("no address", None),
        ("a@b.example, a@b.example", ["a@b.example"]),
        (", ,;", []),
        ("<" * 5000 + "a@b.example", ["a@b.example"]),
    ],
)
def test_lists_of_recipients_are_read_as_people_write_them(
    line: str, addresses: list[str] | None, people: Cast
) -> None:
    if addresses is None:
        with pytest.raises(Refused):
            clean(typed(Kind.TO, line))
        return
    cleaned = clean(typed(Kind.TO, line))
    assert [one.address for one in cleaned] == addresses
    assert clean(typed(Kind.TO, lines(cleaned)["to"])) == cleaned


def test_there_is_an_end_to_recipients(people: Cast) -> None:
    many = [Recipient(Kind.CC, f"person{number}@many.example") for number in range(MOST + 1)]
    with pytest.raises(Refused):
        clean(many)
    assert len(clean(many[:MOST])) == MOST

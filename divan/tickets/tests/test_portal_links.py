"""A guest who lost the link: the answer tells nothing, and only the right address gets a mail."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.core.registry import Registry
from divan.tickets import link_requests
from divan.tickets.models import LinkRequest, Participant, Ticket
from divan.tickets.tests.portal import without_tokens
from tests.support.builders import open_ticket
from tests.support.cast import Cast


@pytest.fixture
def sent(monkeypatch) -> list[tuple[Ticket, User]]:
    """What the mail slice would have sent."""
    letters: list[tuple[Ticket, User]] = []
    lend(monkeypatch, lambda *letter: letters.append(letter))
    return letters


def lend(monkeypatch, sender: Callable[[Ticket, User], None]) -> None:
    """Let `sender` be the only one that sends links."""
    senders: Registry[Callable[[Ticket, User], None]] = Registry("senders of the test")
    senders.add("test", sender)
    monkeypatch.setattr(link_requests, "link_senders", senders)


def ask(number: str, email: str) -> str:
    """The page after asking for a link."""
    answer = Client().post("/link/", {"number": number, "email": email}, follow=True)
    return without_tokens(answer.content.decode())


def work_off() -> None:
    link_requests.pump(threading.Event())


def test_the_link_goes_to_the_address_of_the_ticket(people: Cast, sent) -> None:
    ticket = open_ticket(people)
    ask(f" {ticket.number.lower()} ", "CELINA@customer.example")
    work_off()
    assert sent == [(ticket, people.customer)]
    assert not LinkRequest.objects.exists()


def test_who_takes_part_may_ask_too(people: Cast, sent) -> None:
    ticket = open_ticket(people)
    Participant.objects.create(ticket=ticket, user=people.other_customer)
    ask(ticket.number, "farid@elsewhere.example")
    work_off()
    assert sent == [(ticket, people.other_customer)]


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("DVN-1001", "farid@elsewhere.example"),
        ("DVN-1001", "nobody@x.example"),
        ("DVN-9", "celina@customer.example"),
    ],
)
def test_what_does_not_belong_together_gets_the_same_answer_and_no_mail(
    people: Cast, sent, number: str, email: str
) -> None:
    open_ticket(people)
    right, wrong = ask("DVN-1001", "celina@customer.example"), ask(number, email)
    assert right == wrong
    assert LinkRequest.objects.count() == 2
    LinkRequest.objects.earliest("pk").delete()
    work_off()
    assert sent == []


def test_both_answers_cost_the_same_queries(people: Cast, django_assert_num_queries) -> None:
    ticket = open_ticket(people)
    client = Client()
    client.get("/link/")
    for number in (ticket.number, "DVN-9"):
        with django_assert_num_queries(1):
            client.post("/link/", {"number": number, "email": "celina@customer.example"})


def test_asking_is_limited(people: Cast, settings) -> None:
    settings.FORMS_PER_ADDRESS = 2
    answers = [
        Client().post("/link/", {"number": "DVN-1", "email": "a@x.example"}).status_code for _time in range(3)
    ]
    assert answers == [302, 302, 429]


def test_a_request_that_fails_does_not_stop_the_others(people: Cast, monkeypatch) -> None:
    ticket = open_ticket(people)
    letters: list[User] = []

    def send(_ticket: Ticket, person: User) -> None:
        if person == people.customer:
            raise OSError("no room")
        letters.append(person)

    Participant.objects.create(ticket=ticket, user=people.other_customer)
    lend(monkeypatch, send)
    ask(ticket.number, "celina@customer.example")
    ask(ticket.number, "farid@elsewhere.example")
    work_off()
    assert letters == [people.other_customer]
    assert not LinkRequest.objects.exists()

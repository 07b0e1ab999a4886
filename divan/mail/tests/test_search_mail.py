"""Tickets by the address that their mail went to."""

from __future__ import annotations

import pytest

from divan.mail.models import Mailbox
from divan.mail.tests.conftest import BILLING, SUPPORT, Deliver, letter
from divan.search.language import parse
from divan.tickets.models import Ticket
from divan.tickets.searching import compile
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


def found(text: str, people: Cast) -> set[int]:
    reader = actor(people.supervisor)
    asked = compile(parse(text), reader, language="en")
    assert not asked.problems
    return set(asked.listed(reader).values_list("pk", flat=True))


def test_mail_to_a_mailbox_of_ours(
    people: Cast, mailboxes: tuple[Mailbox, Mailbox], deliver: Deliver
) -> None:
    deliver(letter())
    deliver(letter(Message_ID="<second@customer.example>"), to=BILLING)
    first, second = Ticket.objects.order_by("pk")
    open_ticket(people)
    for text in (f"to:{SUPPORT}", "to:support"):
        assert found(text, people) == {first.pk}
    assert found("to:billing", people) == {second.pk}
    assert found("-to:support to:billing", people) == {second.pk}


def test_mail_to_somebody_whom_we_wrote_to(people: Cast, deliver: Deliver) -> None:
    deliver(letter())
    answered = Ticket.objects.get()
    open_ticket(people)
    reply(answered, people.agent)
    deliver(letter(Message_ID="<later@customer.example>", subject="Something else"))
    for text in ("to:celina@customer.example", "to:celina", "to:nowak is:open"):
        assert found(text, people) == {answered.pk}
    assert found("to:nobody@customer.example", people) == set()

"""On the ticket: that mail does not reach the requester, and trying it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Delivery
from divan.core.errors import NotAllowed
from divan.core.jobs import drain
from divan.mail.actions import redeliver
from divan.mail.models import OutgoingMail, UndeliverableAddress
from divan.mail.tests.conftest import Sink
from divan.tickets.models import Event
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)

Doors = Callable[[User | None], Client]


def page(client: Client, number: str) -> str:
    return client.get(reverse("show_ticket", kwargs={"number": number})).text


def test_ticket_says_so_and_trying_again_reaches_the_requester(
    people: Cast, sink: Sink, client_for: Doors
) -> None:
    sink.recipient_answer = "550 5.1.1 No such mailbox"
    ticket = open_ticket(people)
    message = reply(ticket, people.agent)
    drain()
    client = client_for(people.agent)
    assert 'id="undeliverable"' in page(client, ticket.number)
    sink.recipient_answer = "250 OK"
    answer = client.post(reverse("redeliver", kwargs={"number": ticket.number}))
    assert answer.status_code == 302
    assert 'id="undeliverable"' not in page(client, ticket.number)
    drain()
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
    assert len({received["Message-ID"] for received in sink.received}) == len(sink.received) == 2
    again = Event.objects.get(kind="message.redelivered")
    assert (again.payload, again.actor) == ({"person": people.customer.pk}, people.agent)


def test_redeliver_twice_is_quiet(people: Cast, sink: Sink) -> None:
    ticket = open_ticket(people)
    drain()
    assert redeliver(ticket, actor=actor(people.agent)) == 0
    assert not Event.objects.filter(kind="message.redelivered").exists()


def test_whoever_may_not_reply_may_not_redeliver(people: Cast) -> None:
    ticket = open_ticket(people)
    with pytest.raises(NotAllowed):
        redeliver(ticket, actor=actor(people.other_agent))


def test_the_warning_costs_the_page_one_query(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    page(client, ticket.number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, ticket.number)
    asked = [query["sql"] for query in queries if "mail_undeliverableaddress" in query["sql"]]
    assert len(asked) == 1
    assert not UndeliverableAddress.objects.exists()

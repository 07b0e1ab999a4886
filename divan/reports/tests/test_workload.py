"""Who has how much to do now (S9)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.tests.waiting_room import arrive, online, site_of
from divan.reports.queries.workload import workload
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
PAGE, FILE = "/reports/workload/", "/reports/workload/csv/"


@pytest.fixture
def oldest(people: Cast, frozen_clock: FrozenClock) -> Ticket:
    """Baran has three open tickets, two of which wait, and a chat; one ticket is nobody's; one is solved."""
    first, second, answered = (_given(people) for _number in range(3))
    frozen_clock.advance(timedelta(hours=1))
    reply(first, people.agent)
    reply(answered, people.agent)
    frozen_clock.advance(timedelta(hours=1))
    reply(first, people.customer)
    solve(_given(people), people.agent)
    open_ticket(people)
    online(people.agent)
    accept(arrive(site_of(people)), actor=actor(people.agent))
    return second


def _given(people: Cast) -> Ticket:
    """A ticket of Baran's."""
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    return ticket


def table(client: Client) -> dict[str, dict[str, str]]:
    answer = client.get(FILE)
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["name"]: row for row in rows}


def test_open_tickets_chats_and_presence(oldest: Ticket, people: Cast, client_for: Doors) -> None:
    rows = table(client_for(people.supervisor))
    baran, nobody, dina = rows["Baran Yıldız"], rows[""], rows["דינה לוי"]
    # The chat is a ticket too, and the one who took it has it.
    taken = Ticket.objects.filter(is_open=True, assignee=people.agent).count()
    assert baran["open"] == str(taken)
    assert baran["oldest"] == oldest.number
    assert baran["waiting_since"] == oldest.created_at.isoformat()
    assert (baran["chats"], baran["capacity"], baran["presence"]) == ("1", "3", "online")
    assert nobody["open"] == str(Ticket.objects.filter(is_open=True, assignee=None).count())
    assert (dina["open"], dina["presence"]) == ("0", "offline")


def test_who_closed_their_pages_is_not_here(
    oldest: Ticket, people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    frozen_clock.advance(timedelta(minutes=5))
    assert table(client_for(people.supervisor))["Baran Yıldız"]["presence"] == "offline"


def test_every_number_opens_what_it_counts(oldest: Ticket, people: Cast, client_for: Doors) -> None:
    client = client_for(people.supervisor)
    page = LexborHTMLParser(client.get(PAGE).content.decode())
    followed = 0
    for link in page.css("#workload td a"):
        address = link.attributes["href"] or ""
        opened = client.get(address)
        assert opened.status_code == 200
        if address.startswith("/search/"):
            rows = LexborHTMLParser(opened.content.decode()).css("li.ticket")
            assert len(rows) == int(link.text()), address
            followed += 1
    assert followed == 4
    assert page.css_first(f'a[href="/tickets/{oldest.number}/"]') is not None


def test_others_than_those_of_the_groups_that_one_sees_are_not_listed(oldest: Ticket, people: Cast) -> None:
    names = {one.name for one in workload(actor(people.other_agent)).people}
    assert "Baran Yıldız" not in names
    assert "דינה לוי" in names


def test_it_costs_the_same_however_many_there_are(oldest: Ticket, people: Cast) -> None:
    supervisor, costs = actor(people.supervisor), []
    for person in (None, people.supervisor, people.administrator):
        if person:
            actions.assign(open_ticket(people), person.pk, actor=actor(people.agent))
        with CaptureQueriesContext(connection) as asked:
            workload(supervisor)
        costs.append(len(asked))
    assert costs == [costs[0]] * 3
    assert costs[0] <= 5

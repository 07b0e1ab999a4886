"""What solved tickets took: by channel and category, with chats, and costs for those who may see them (C6, S9)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from divan.accounts.models import Role, User
from divan.conversations.models import Channel
from divan.reports.tests.days import log, price, sites, talk
from divan.tickets import actions
from divan.tickets.models import Category, CloseReason, Ticket
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
PAGE, FILE = "/reports/costs/", "/reports/costs/csv/"


@pytest.fixture
def machines(people: Cast, frozen_clock: FrozenClock) -> Category:
    """Two tickets by mail, one of them below Machines; one by telephone in Machines; one chat. An hour costs 90."""
    price(people, "90")
    top = Category.objects.create(names={"en": "Machines"})
    below = Category.objects.create(names={"en": "Pumps"}, parent=top)
    _solved(people, Channel.EMAIL, 30)
    _solved(people, Channel.EMAIL, 10, below)
    _solved(people, Channel.PHONE, 50, top)
    chat = talk(frozen_clock, sites(people).helps, people.agent, "Ana")
    solve(chat.ticket, people.agent)
    return top


def _solved(people: Cast, channel: Channel, minutes: int, category: Category | None = None) -> Ticket:
    ticket = open_ticket(people, channel=channel)
    if category:
        actions.categorise(ticket, category.pk, actor=actor(people.agent))
    log(ticket, people.agent, minutes)
    return solve(ticket, people.agent)


def table(client: Client, **asked: Any) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of the file, by what they are of."""
    answer = client.get(FILE, asked)
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {(row["by"], row["name"]): row for row in rows}


def test_channels_are_compared(machines: Category, people: Cast, client_for: Doors) -> None:
    rows = table(client_for(people.supervisor))
    mail, chat = rows["channel", "email"], rows["channel", "chat"]
    assert (mail["solved"], mail["minutes_logged"], mail["minutes_logged_each"]) == ("2", "40", "20.0")
    assert (mail["cost"], mail["cost_each"], mail["currency"]) == ("60.00", "30.00", "PLN")
    assert (chat["solved"], chat["minutes_logged"], chat["cost"]) == ("1", "0", "0.00")
    assert (chat["minutes_in_chats"], chat["minutes_in_chats_each"]) == ("1", "1.08")
    assert (rows["all", ""]["solved"], rows["all", ""]["cost"]) == ("4", "135.00")


def test_a_category_holds_those_below_it(machines: Category, people: Cast, client_for: Doors) -> None:
    rows = table(client_for(people.supervisor))
    assert (rows["category", "Machines"]["solved"], rows["category", "Machines"]["cost"]) == ("2", "90.00")
    assert rows["category", "Pumps"]["cost"] == "15.00"
    assert rows["category", ""]["solved"] == "2"


def test_a_rate_is_that_of_the_day_on_which_it_was_worked(
    machines: Category, people: Cast, client_for: Doors
) -> None:
    price(people, "900")
    assert table(client_for(people.supervisor))["all", ""]["cost"] == "135.00"


def test_what_was_no_case_or_is_open_again_is_not_counted(
    machines: Category, people: Cast, client_for: Doors
) -> None:
    agent = actor(people.agent)
    phone = Ticket.objects.get(channel=Channel.PHONE)
    actions.close(open_ticket(people, channel=Channel.API), reason=CloseReason.SPAM, actor=agent)
    repeated = open_ticket(people, channel=Channel.API)
    actions.close(repeated, reason=CloseReason.DUPLICATE, duplicate_of=phone, actor=agent)
    actions.reopen(phone, actor=agent)
    rows = table(client_for(people.supervisor))
    assert ("channel", "api") not in rows
    assert ("channel", "phone") not in rows


def test_only_the_days_of_the_solution_count(
    machines: Category, people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    frozen_clock.advance(timedelta(days=8))
    assert table(client_for(people.supervisor), days="7")["all", ""]["solved"] == "0"
    assert table(client_for(people.supervisor), days="30")["all", ""]["solved"] == "4"


def test_costs_are_for_those_who_may_see_them(machines: Category, people: Cast, client_for: Doors) -> None:
    role = Role.objects.get(slug="supervisor")
    role.permissions = [one for one in role.permissions if one != "time.costs"]
    role.save(update_fields=["permissions"])
    client = client_for(people.supervisor)
    assert "cost" not in table(client)["all", ""]
    page = client.get(PAGE).content.decode()
    assert "PLN" not in page
    assert 'id="figure-cost"' not in page
    assert 'id="figure-cost"' in client_for(people.administrator).get(PAGE).content.decode()


def test_every_number_of_tickets_opens_them(machines: Category, people: Cast, client_for: Doors) -> None:
    client = client_for(people.supervisor)
    page = LexborHTMLParser(client.get(PAGE).content.decode())
    links = page.css("#report table a")
    for link in links:
        found = LexborHTMLParser(client.get(link.attributes["href"]).content.decode())
        assert len(found.css("li.ticket")) == int(link.text()), link.html
    asked = {parse_qs(urlsplit(link.attributes["href"] or "").query)["q"][0] for link in links}
    assert "solved:2026-02-20..2026-03-21 category:Machines" in asked
    assert len(asked) == 7


def test_it_costs_the_same_however_many_tickets_there_are(
    machines: Category, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.supervisor)
    client.get(PAGE)
    costs = []
    for channel in ("", Channel.PORTAL, Channel.FORM):
        if channel:
            _solved(people, Channel(channel), 5, machines)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        costs.append(len(asked))
    assert costs == [costs[0]] * 3

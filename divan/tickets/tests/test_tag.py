"""tag on the desk: words of the team on a ticket."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import Event, Tag, Tagging, Ticket
from divan.tickets.tests.desk import POLYGLOT, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def names_on(ticket: Ticket) -> list[str]:
    return list(Tagging.objects.filter(ticket=ticket).values_list("tag__name", flat=True))


def test_setting_adds_and_removes_with_one_event(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for typed in ("wifi, vip", "wifi, vip", "vip، مودم"):
        assert press(client, ticket, "tag", tags=typed).status_code == 200
    assert names_on(ticket) == ["vip", "مودم"]
    assert kinds_since(ticket) == ["ticket.tagged", "ticket.tagged"]
    ids = dict(Tag.objects.values_list("name", "id"))
    last = Event.objects.filter(ticket=ticket).latest("seq")
    assert last.payload == {"added": [ids["مودم"]], "removed": [ids["wifi"]]}
    assert not last.public


@pytest.mark.parametrize(
    ("first", "second"),
    [("علي", "علی"), ("كابل", "کابل"), ("WiFi", "wifi"), ("İade", "iade"), ("#vip", " vip ")],
)
def test_one_word_from_two_keyboards_is_one_tag(first: str, second: str, people: Cast) -> None:
    agent, one, other = actor(people.agent), open_ticket(people), open_ticket(people)
    actions.tag(one, [first, second], actor=agent)
    actions.tag(other, [second], actor=agent)
    assert Tag.objects.count() == 1
    assert names_on(one) == names_on(other)


def test_the_button_beside_a_tag_takes_it_off(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    press(client, ticket, "tag", tags="wifi, vip")
    page = press(client, ticket, "tag", tags="wifi, vip", without="vip").content.decode()
    assert names_on(ticket) == ["wifi"]
    assert 'value="wifi"' in page
    assert "<bdi>vip</bdi> · " not in page
    press(client, ticket, "tag", tags="")
    assert names_on(ticket) == []


def test_tags_are_told_in_the_history_and_shown_escaped(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    hostile = POLYGLOT[:38]
    page = press(client, ticket, "tag", tags=hostile).content.decode()
    assert "icons.svg#i-tag" in page, "the line of the history has this mark"
    for shown in (page, client.get("/inbox/mine/").content.decode()):
        assert "<svg/onload" not in shown
        assert "&lt;svg/onload" in shown


@pytest.mark.parametrize("typed", ["x" * 41, ",".join(f"tag-{number}" for number in range(21))])
def test_too_long_and_too_many_are_refused(typed: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "tag", tags=typed).status_code == 422
    assert (names_on(ticket), kinds_since(ticket)) == ([], [])


def test_the_list_shows_tags_with_one_query_for_all_rows(people: Cast, client_for: Doors) -> None:
    client, costs = client_for(people.agent), []
    for wanted in (2, 12):
        while Ticket.objects.count() < wanted:
            actions.tag(open_ticket(people), ["wifi", "vip"], actor=actor(people.agent))
        client.get("/inbox/open/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/inbox/open/").content.decode()
        costs.append(len(queries))
        assert page.count('<bdi class="badge tag">wifi</bdi>') == wanted
    assert costs[0] == costs[1] <= 10


def test_customers_never_hear_of_tags(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.tag(ticket, ["difficult-customer"], actor=actor(people.agent))
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/")
    assert page.status_code == 200
    assert b"difficult" not in page.content

"""Who solved most in the category, with numbers that open what is behind them (T5, B11)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.consulting.expertise import compact_solved
from divan.consulting.models import SolvedTally
from divan.consulting.queries.experts import able_in, colleagues, experts
from divan.consulting.tests.stage import solved_by
from divan.tickets import actions
from divan.tickets.models import Category, Ticket
from divan.tickets.tests.searching import found
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


@pytest.fixture
def printers(people: Cast) -> Category:
    """A category in which Baran solved three tickets, Ece two (one of them in a category below), Dina one."""
    above = actions.add_category({"en": "Printers"}, actor=actor(people.administrator))
    below = actions.add_category({"en": "Toner"}, parent_id=above.pk, actor=actor(people.administrator))
    solved_by(people, people.agent, above, 3)
    solved_by(people, people.supervisor, above, 1)
    solved_by(people, people.supervisor, below, 1)
    solved_by(people, people.other_agent, above, 1)
    return above


def _ticket(people: Cast, category: Category) -> Ticket:
    ticket = open_ticket(people)
    actions.categorise(ticket, category.pk, actor=actor(people.agent))
    return Ticket.objects.select_related("category").get(pk=ticket.pk)


def test_the_best_three_stand_first_with_their_numbers(people: Cast, printers: Category) -> None:
    ticket = _ticket(people, printers)
    best = experts(actor(people.agent), ticket, among=colleagues())
    assert [(one.id, one.solved) for one in best] == [
        (people.agent.pk, 3),
        (people.supervisor.pk, 2),
        (people.other_agent.pk, 1),
    ]
    able = experts(actor(people.agent), ticket, among=able_in(people.group.pk))
    assert [one.id for one in able] == [people.agent.pk, people.supervisor.pk]


def test_each_number_is_that_of_the_search_behind_it(people: Cast, printers: Category) -> None:
    for one in experts(actor(people.agent), _ticket(people, printers), among=colleagues()):
        query = parse_qs(urlsplit(one.path).query)["q"][0]
        assert len(found(query, people.agent)) == one.solved


def test_tickets_of_groups_that_one_does_not_see_do_not_count(people: Cast, printers: Category) -> None:
    ticket = _ticket(people, printers)
    assert experts(actor(people.other_agent), ticket, among=colleagues()) == []


def test_numbers_follow_what_becomes_of_tickets_and_survive_tidying(people: Cast, printers: Category) -> None:
    ticket = _ticket(people, printers)
    first = Ticket.objects.filter(category=printers, assignee=people.agent, status="solved").first()
    assert first is not None
    actions.reopen(first, actor=actor(people.agent))
    other = Ticket.objects.filter(category=printers, assignee=people.agent, status="solved").first()
    assert other is not None
    actions.close(other, actor=actor(people.agent))
    for _time in range(2):
        best = experts(actor(people.agent), ticket, among=colleagues())
        assert {one.id: one.solved for one in best}[people.agent.pk] == 2
        compact_solved()
    assert not SolvedTally.objects.exclude(change__gt=0).exists()
    assert SolvedTally.objects.count() == 4


def test_the_menu_of_assignees_proposes_them(people: Cast, client_for: Doors, printers: Category) -> None:
    ticket = _ticket(people, printers)
    client, address = client_for(people.agent), reverse("ticket_assignees", args=[ticket.number])
    menu = client.get(address).content.decode()
    assert f'data-expert="{people.agent.pk}"' in menu
    assert f'data-expert="{people.other_agent.pk}"' not in menu
    for name in ("refer_ticket", "hand_over_ticket"):
        page = client.get(reverse(name, kwargs={"number": ticket.number})).content.decode()
        assert "data-experts" in page


def test_it_costs_the_same_however_many_tickets_there_are(people: Cast, printers: Category) -> None:
    ticket, reader = _ticket(people, printers), actor(people.agent)
    with CaptureQueriesContext(connection) as asked:
        experts(reader, ticket, among=able_in(people.group.pk))
    assert len(asked) == 3
    assert not any("tickets_ticket" in query["sql"] for query in asked.captured_queries)


def test_without_a_category_nobody_is_proposed(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    menu = client_for(people.agent).get(reverse("ticket_assignees", args=[ticket.number]))
    assert "data-expert" not in menu.content.decode()

"""undo: for ten seconds every change has a way back, and it takes nothing back that somebody else did."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import Category, Event, Tagging, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor

# Times that are compared are of one moment.
pytestmark = pytest.mark.usefixtures("frozen_clock")
Doors = Callable[[User | None], Client]


def _undo_of(response: Any) -> str:
    return str(json.loads(response.headers["HX-Trigger"])["toast"].get("undo", ""))


def _state(ticket: Ticket) -> tuple[Any, ...]:
    row = fresh(ticket)
    tags = tuple(Tagging.objects.filter(ticket=row).values_list("tag__name", flat=True))
    return (
        *(row.status, row.is_open, row.assignee_id, row.group_id, row.priority, row.impact, row.urgency),
        *(row.category_id, row.close_reason, row.waiting_since, row.solved_at, row.closed_at, tags),
    )


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("assign", {"assignee": "me"}),
        ("move", {"group": "{other_group}"}),
        ("set-priority", {"impact": "high", "urgency": "critical"}),
        ("categorise", {"category": "{category}"}),
        ("tag", {"tags": "wifi, vip"}),
        ("wait", {}),
        ("hold", {}),
        ("solve", {"reason": "wont_fix"}),
        ("close", {"reason": "wont_fix"}),
    ],
)
def test_every_quick_change_can_be_taken_back(
    verb: str, data: dict[str, str], people: Cast, client_for: Doors
) -> None:
    category = Category.objects.create(names={"en": "Printers"})
    values = {"other_group": people.other_group.pk, "category": category.pk}
    ticket = open_ticket(people)
    client, before = client_for(people.supervisor), _state(ticket)
    filled = {name: value.format(**values) for name, value in data.items()}
    response = press(client, ticket, verb, **filled)
    assert _state(ticket) != before
    assert client.post(_undo_of(response), **HTMX).status_code == 204
    assert _state(ticket) == before


def test_moving_takes_the_assignee_away_and_undo_brings_both_back(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    client = client_for(people.supervisor)
    response = press(client, ticket, "move", group=people.other_group.pk)
    assert fresh(ticket).assignee_id is None
    client.post(_undo_of(response), **HTMX)
    assert (fresh(ticket).assignee_id, fresh(ticket).group_id) == (people.agent.pk, people.group.pk)


def test_a_solved_ticket_that_was_closed_is_solved_again_with_its_reason(
    people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people)
    solve(ticket, people.agent)
    client, before = client_for(people.agent), _state(ticket)
    response = press(client, ticket, "close", reason="wont_fix")
    client.post(_undo_of(response), **HTMX)
    assert _state(ticket) == before


def test_the_customer_waits_as_long_as_before(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    reply(ticket, people.customer, "Still empty.")
    client, before = client_for(people.agent), fresh(ticket).waiting_since
    response = press(client, ticket, "solve")
    assert fresh(ticket).waiting_since is None
    client.post(_undo_of(response), **HTMX)
    assert fresh(ticket).waiting_since == before


def test_what_was_said_has_no_way_back(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    assert _undo_of(press(client, ticket, "solve", body="The drum is new.", client_key="k")) == ""


def test_somebody_elses_change_since_stays(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    undo = _undo_of(press(client, ticket, "wait"))
    actions.hold(ticket, actor=actor(people.supervisor))
    actions.wait(ticket, actor=actor(people.supervisor))
    last = fresh(ticket).last_seq
    client.post(undo, **HTMX)
    assert (fresh(ticket).status, kinds_since(ticket, last)) == ("pending", [])


def test_a_change_of_something_else_does_not_forbid_it(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    undo = _undo_of(press(client, ticket, "wait"))
    actions.assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    client.post(undo, **HTMX)
    assert (fresh(ticket).status, fresh(ticket).assignee_id) == ("new", people.agent.pk)


def test_undo_belongs_to_who_did_it_and_works_once(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    undo = _undo_of(press(client_for(people.agent), ticket, "hold"))
    client_for(people.supervisor).post(undo, **HTMX)
    assert fresh(ticket).status == "on_hold"
    for _time in range(2):
        client_for(people.agent).post(undo, **HTMX)
    assert fresh(ticket).status == "new"
    assert Event.objects.filter(ticket=ticket, kind="ticket.state_changed").count() == 2


def test_whoever_lost_the_right_takes_nothing_back(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    undo = _undo_of(press(client_for(people.agent), ticket, "hold"))
    actions.move(ticket, people.other_group, actor=actor(people.supervisor))
    assert client_for(people.agent).post(undo, **HTMX).status_code == 404
    assert fresh(ticket).status == "on_hold"

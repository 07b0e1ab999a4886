"""move, set priority and categorise on the desk."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import Category, Event
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def test_moving_takes_an_assignee_away_who_may_not_answer_there(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    before = fresh(ticket).last_seq
    response = press(client_for(people.agent), ticket, "move", group=people.other_group.pk)
    assert response.headers["HX-Redirect"] == "/inbox/", "the agent does not see it any more"
    assert kinds_since(ticket, before) == ["ticket.moved", "ticket.assigned"]
    assert (fresh(ticket).group_id, fresh(ticket).assignee_id) == (people.other_group.pk, None)


def test_moving_twice_is_one_event(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.supervisor)
    for _time in range(2):
        assert press(client, ticket, "move", group=people.other_group.pk).status_code == 200
    assert kinds_since(ticket) == ["ticket.moved"]


def test_moving_nowhere_is_refused(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    people.other_group.is_active = False
    people.other_group.save(update_fields=["is_active"])
    for group in ("", "999999", "x", people.other_group.pk):
        assert press(client, ticket, "move", group=group).status_code == 422
    assert kinds_since(ticket) == []


def test_impact_and_urgency_give_the_priority(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        press(client, ticket, "set-priority", impact="work_stopped", urgency="high")
    assert fresh(ticket).priority == "urgent"
    assert kinds_since(ticket) == ["ticket.priority_changed"]
    assert press(client, ticket, "set-priority", impact="huge", urgency="high").status_code == 422


def test_the_history_tells_changes_in_sentences(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    tree = Category.objects.create(names={"en": "Printers", "tr": "Yazıcılar"})
    client = client_for(people.supervisor)
    press(client, ticket, "categorise", category=tree.pk)
    page = press(client, ticket, "assign", assignee=people.agent.pk).content.decode()
    assert "Yazıcılar" in page
    assert people.agent.name in page


def test_categorising(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    old = Category.objects.create(names={"en": "Fax"}, is_active=False)
    new = Category.objects.create(names={"en": "Printers"})
    assert press(client, ticket, "categorise", category=old.pk).status_code == 422
    for category in (new.pk, new.pk, "", ""):
        press(client, ticket, "categorise", category=category)
    payloads = Event.objects.filter(ticket=ticket, kind="ticket.category_changed").order_by("seq")
    assert [event.payload["category"] for event in payloads] == [new.pk, None]

"""A new owner with a reason, and the way up (T6, T12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.actions import add_member
from divan.consulting import actions
from divan.conversations.models import Message
from divan.core import jobs
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Refused
from divan.notifications.models import Notification
from divan.tickets.models import Event, Ticket
from divan.tickets.tests.searching import found, only
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
WHY = "Only Billing knows the contract."


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    """An open ticket of Support."""
    return open_ticket(people)


def _kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket, seq__gt=1).order_by("seq").values_list("kind", flat=True))


def _told(person: Any) -> list[str]:
    jobs.drain()
    return list(Notification.objects.filter(user=person).order_by("event_id").values_list("kind", flat=True))


def test_group_and_person_change_in_one_step(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    address = reverse("hand_over_ticket", kwargs={"number": ticket.number})
    sent = {"group": f"g{people.other_group.pk}", "person": f"p{people.other_agent.pk}", "reason": WHY}
    client = client_for(people.agent)
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.group_id, ticket.assignee_id) == (people.other_group.pk, people.other_agent.pk)
    assert _kinds(ticket) == [
        *("message.noted", "ticket.moved", "ticket.assigned", "ticket.state_changed", "ticket.handed_over")
    ]
    assert len(set(Event.objects.filter(ticket=ticket, seq__gt=1).values_list("batch", flat=True))) == 1
    assert Message.objects.get(text=WHY).is_internal
    assert _told(people.other_agent) == ["ticket.handed_over"]
    assert client.get(f"/tickets/{ticket.number}/").status_code == 404


def test_a_group_is_told_that_a_ticket_came(people: Cast, ticket: Ticket) -> None:
    actions.hand_over(ticket, WHY, actor=actor(people.agent), group=people.other_group)
    assert _told(people.other_agent) == ["ticket.handed_over"]


def test_a_person_who_may_not_answer_there_is_refused_and_nothing_changes(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    address = reverse("hand_over_ticket", kwargs={"number": ticket.number})
    sent = {"group": f"g{people.group.pk}", "person": f"p{people.other_agent.pk}", "reason": WHY}
    answer = client_for(people.agent).post(address, sent)
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert _kinds(ticket) == []


def test_it_needs_a_reason_and_a_new_owner(people: Cast, ticket: Ticket) -> None:
    agent = actor(people.agent)
    with pytest.raises(Refused):
        actions.hand_over(ticket, " ", actor=agent, group=people.other_group)
    actions.hand_over(ticket, WHY, actor=agent, group=people.group)
    assert _kinds(ticket) == []
    for stranger in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            actions.hand_over(ticket, WHY, actor=actor(stranger), group=people.other_group)


def test_the_requester_sees_that_it_was_escalated_and_never_why(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    address = reverse("escalate_ticket", kwargs={"number": ticket.number})
    client = client_for(people.agent)
    assert client.get(address).status_code == 200
    sent = {"tier": 2, "reason": WHY, "group": f"g{people.group.pk}", "person": ""}
    assert client.post(address, sent).status_code == 302
    ticket.refresh_from_db()
    assert ticket.tier == 2
    assert 'id="tier"' in client.get(f"/tickets/{ticket.number}/").content.decode()
    assert Event.objects.get(kind="ticket.escalated").public
    seen = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert WHY not in seen


def test_it_goes_up_only_and_may_name_an_owner(people: Cast, ticket: Ticket) -> None:
    add_member(people.other_group, people.supervisor, Right.CHANGE, actor=actor(people.administrator))
    chief = actor(people.supervisor)
    actions.escalate(ticket, WHY, actor=chief, tier=3, group=people.other_group, person=people.other_agent)
    ticket.refresh_from_db()
    assert (ticket.tier, ticket.group_id, ticket.assignee_id) == (
        3,
        people.other_group.pk,
        people.other_agent.pk,
    )
    assert _kinds(ticket)[:4] == ["message.noted", "ticket.escalated", "ticket.moved", "ticket.assigned"]
    for tier in (2, 4):
        with pytest.raises(Refused):
            actions.escalate(ticket, WHY, actor=chief, tier=tier)
    written = len(_kinds(ticket))
    actions.escalate(ticket, WHY, actor=chief, tier=3)
    assert len(_kinds(ticket)) == written


def test_search_finds_the_tier(people: Cast, ticket: Ticket) -> None:
    open_ticket(people, subject="Stripes")
    actions.escalate(ticket, WHY, actor=actor(people.agent), tier=2)
    assert found("tier:2", people.agent) == only(ticket)
    assert found("tier:۲", people.agent) == only(ticket)
    assert found("tier:2 empty", people.agent) == only(ticket)
    assert found("tier:3", people.agent) == set()

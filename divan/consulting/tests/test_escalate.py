"""The way up ends at the last tier, and a tier that was chosen by mistake has a way back (T12)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from divan.accounts.models import User
from divan.consulting import actions
from divan.core.errors import Refused
from divan.tickets.models import Event, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
WHY = "Only Billing knows the contract."


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    """An open ticket of Support, whose people read English."""
    User.objects.filter(pk__in=[people.agent.pk, people.supervisor.pk]).update(language="en")
    return open_ticket(people)


@pytest.fixture
def highest(people: Cast, ticket: Ticket) -> Ticket:
    """It was escalated as far as it goes."""
    return actions.escalate(ticket, WHY, actor=actor(people.agent), tier=3)


def _address(ticket: Ticket) -> str:
    return reverse("escalate_ticket", kwargs={"number": ticket.number})


def _undo_of(response: Any) -> str:
    return str(json.loads(response.headers["HX-Trigger"])["toast"]["undo"])


def test_the_last_tier_offers_no_other(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    client, path = client_for(people.agent), f"/tickets/{ticket.number}/"
    for tier in (2, 3):
        assert _address(ticket) in client.get(path).content.decode()
        actions.escalate(ticket, WHY, actor=actor(people.agent), tier=tier)
    assert _address(ticket) not in client.get(path).content.decode()


def test_nothing_is_asked_at_the_last_tier(people: Cast, client_for: Doors, highest: Ticket) -> None:
    client = client_for(people.agent)
    answer = client.get(_address(highest), **HTMX)
    assert answer.status_code == 422
    assert "last tier" in answer.content.decode()
    assert "<dialog" not in answer.content.decode()
    page = client.get(_address(highest), follow=True)
    assert page.request["PATH_INFO"] == f"/tickets/{highest.number}/"
    assert "last tier" in page.content.decode()


def test_whoever_asked_before_is_told_and_keeps_their_words(
    people: Cast, client_for: Doors, highest: Ticket
) -> None:
    before = highest.last_seq
    answer = client_for(people.agent).post(_address(highest), {"tier": 2, "reason": "Too hard."}, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "last tier" in page
    assert "Too hard." in page
    assert kinds_since(highest, before) == []
    for tier in (1, 2, 4):
        with pytest.raises(Refused, match="last tier"), translation.override("en"):
            actions.escalate(highest, WHY, actor=actor(people.agent), tier=tier)


def test_a_tier_that_was_reached_meanwhile_is_refused_with_a_sentence(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    actions.escalate(ticket, WHY, actor=actor(people.supervisor), tier=2)
    answer = client_for(people.agent).post(_address(ticket), {"tier": 2, "reason": "Too hard."}, **HTMX)
    assert answer.status_code == 422
    assert "Choose a tier above the present one." in answer.content.decode()


def test_the_badge_opens_the_tickets_of_that_tier(people: Cast, client_for: Doors, highest: Ticket) -> None:
    page = client_for(people.agent).get(f"/tickets/{highest.number}/").content.decode()
    assert 'id="tier" href="/search/?q=tier%3A3"' in page


def test_a_mistake_is_taken_back_with_its_owner_and_the_reason_stays(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    client = client_for(people.supervisor)
    sent = {"tier": 3, "reason": WHY, "group": f"g{people.group.pk}", "person": f"p{people.agent.pk}"}
    done = client.post(_address(ticket), sent, **HTMX)
    assert (fresh(ticket).tier, fresh(ticket).assignee_id) == (3, people.agent.pk)
    last = fresh(ticket).last_seq
    answer = client.post(_undo_of(done), **HTMX)
    assert answer.status_code == 204
    assert "What was written stays." in answer.headers["HX-Trigger"]
    assert (fresh(ticket).tier, fresh(ticket).assignee_id) == (1, None)
    assert "ticket.escalation_taken_back" in kinds_since(ticket, last)
    assert WHY in client.get(f"/tickets/{ticket.number}/").content.decode()
    client.post(_undo_of(done), **HTMX)
    assert Event.objects.filter(ticket=ticket, kind="ticket.escalation_taken_back").count() == 1


def test_a_tier_that_somebody_else_set_since_stays(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    client = client_for(people.agent)
    done = client.post(_address(ticket), {"tier": 2, "reason": WHY}, **HTMX)
    actions.escalate(ticket, WHY, actor=actor(people.supervisor), tier=3)
    client.post(_undo_of(done), **HTMX)
    assert fresh(ticket).tier == 3


def test_the_requester_who_heard_of_it_sees_that_it_was_taken_back(people: Cast, highest: Ticket) -> None:
    actions.restore_tier(highest, 1, actor=actor(people.agent))
    assert Event.objects.get(kind="ticket.escalation_taken_back").public
    before = fresh(highest).last_seq
    actions.restore_tier(highest, 1, actor=actor(people.agent))
    assert kinds_since(highest, before) == []

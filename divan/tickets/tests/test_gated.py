"""A gated read whose SQL is kept shows everybody what the gate shows them now, whoever asked before."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from divan.accounts.actions import add_member, remove_member
from divan.core.actors import ANONYMOUS, SYSTEM, Actor, Right
from divan.tickets import access, actions
from divan.tickets.gated import Gated
from divan.tickets.models import Because, Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor


def _all(reader: Actor) -> QuerySet[Ticket, str]:
    return access.visible_to(reader).order_by("pk").values_list("number", flat=True)


_seen = Gated(_all)


@pytest.fixture
def tickets(people: Cast) -> tuple[str, str]:
    """One of Support, one of Billing."""
    in_billing = open_ticket(people, group=people.other_group, requester=people.other_customer)
    return open_ticket(people).number, in_billing.number


def test_readers_with_as_many_groups_see_each_their_own(people: Cast, tickets: tuple[str, str]) -> None:
    support, billing = tickets
    for _again in range(2):
        assert _seen(actor(people.agent)) == [support]
        assert _seen(actor(people.other_agent)) == [billing]
        assert _seen(actor(people.clerk)) == []


def test_everybody_sees_what_the_gate_shows(people: Cast, tickets: tuple[str, str]) -> None:
    persons = (
        *(people.administrator, people.supervisor, people.agent, people.other_agent, people.clerk),
        *(people.customer, people.other_customer),
    )
    for reader in (*map(actor, persons), SYSTEM, ANONYMOUS):
        assert sorted(_seen(reader)) == sorted(_all(reader)), reader.name


def test_a_group_or_a_grant_that_ends_closes_at_once(people: Cast, tickets: tuple[str, str]) -> None:
    support, billing = tickets
    chief, ticket = actor(people.administrator), Ticket.objects.get(number=billing)
    add_member(people.other_group, people.agent, Right.SEE, actor=chief)
    assert sorted(_seen(actor(people.agent))) == sorted([support, billing])
    remove_member(people.other_group, people.agent, actor=chief)
    assert _seen(actor(people.agent)) == [support]
    actions.grant(ticket, people.agent, because=Because.REFERRAL, actor=actor(people.other_agent))
    assert sorted(_seen(actor(people.agent))) == sorted([support, billing])
    actions.withdraw(ticket, people.agent, because=Because.REFERRAL, actor=actor(people.other_agent))
    assert _seen(actor(people.agent)) == [support]


def test_a_gate_that_asks_what_its_parameters_do_not_say_fails(people: Cast) -> None:
    by_role = Gated(lambda reader: Ticket.objects.filter(requester__role__slug=reader.role))
    by_right = Gated(lambda reader: Ticket.objects.filter(group_id__in=reader.groups_with(Right.REPLY)))
    with pytest.raises(AttributeError):
        by_role(actor(people.agent))
    with pytest.raises(ValueError, match="who may see"):
        by_right(actor(people.agent))

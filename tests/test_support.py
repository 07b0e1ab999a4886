"""The ground that the other tests stand on."""

from __future__ import annotations

from datetime import timedelta

from divan.core import clock
from divan.core.actors import Right
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import NOON, FrozenClock


def test_cast_has_the_rights_it_is_described_with(people: Cast) -> None:
    agent, clerk = actor(people.agent), actor(people.clerk)
    assert agent.right_in(people.group.pk) is Right.ALL
    assert agent.right_in(people.other_group.pk) is Right.NONE
    assert actor(people.supervisor).right_in(people.other_group.pk) is Right.ALL
    assert not actor(people.customer).is_staff
    assert clerk.may("mail.manage")
    assert not clerk.may("people.manage")


def test_builders_go_through_the_verbs(people: Cast) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    note(ticket, people.agent)
    solve(ticket, people.agent)
    kinds = list(ticket.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[0] == "ticket.created"
    assert {"message.sent", "message.noted", "ticket.solved"} <= set(kinds)


def test_the_clock_stands_until_it_is_moved(frozen_clock: FrozenClock) -> None:
    assert clock.now() == NOON
    frozen_clock.advance(timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)

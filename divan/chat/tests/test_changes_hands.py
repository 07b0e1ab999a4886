"""A chat that goes to another group: whoever reads it is asked about again before anything more is told (SECURITY class 9)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from divan.chat.actions.accepting import accept
from divan.chat.actions.moving import follow_ticket
from divan.chat.actions.transferring import transfer
from divan.chat.models import Chat
from divan.chat.tests.waiting_room import arrive, site_of
from divan.realtime import doorbell
from divan.realtime.rings import LINES, RIGHTS, STATE, Ring
from divan.tickets import actions as tickets
from tests.support.cast import Cast, actor

Ringing = Callable[[Callable[[], Any]], list[Ring]]


@pytest.fixture
def rung(django_capture_on_commit_callbacks: Any) -> Ringing:
    """What is rung by something that commits."""

    def ringing(deed: Callable[[], Any]) -> list[Ring]:
        with closing(doorbell.Listener("web")) as listener:
            with django_capture_on_commit_callbacks(execute=True):
                deed()
            return listener.wait(5)

    return ringing


def _kinds(rings: list[Ring], chat: Chat) -> list[str]:
    return [ring.kind for ring in rings if chat.channel in ring.names]


def test_handing_over_to_another_group_asks_first_and_tells_then(people: Cast, rung: Ringing) -> None:
    chat = accept(arrive(site_of(people)), actor=actor(people.agent))
    agent, note = actor(people.agent), "She has tried the reset."
    heard = _kinds(
        rung(lambda: transfer(chat, group=people.other_group, note=note, actor=agent)),
        chat,
    )
    assert heard[0] == RIGHTS
    assert {LINES, STATE} <= set(heard[1:])


def test_within_the_group_nobody_is_asked(people: Cast, rung: Ringing) -> None:
    chat = accept(arrive(site_of(people)), actor=actor(people.agent))
    heard = _kinds(rung(lambda: transfer(chat, to=people.supervisor, actor=actor(people.agent))), chat)
    assert RIGHTS not in heard
    assert LINES in heard


def test_a_ticket_that_is_moved_asks_first_and_tells_then(people: Cast, rung: Ringing) -> None:
    chat = accept(arrive(site_of(people)), actor=actor(people.agent))
    tickets.move(chat.ticket, people.other_group, actor=actor(people.agent))
    heard = _kinds(rung(lambda: follow_ticket(chat.ticket_id)), chat)
    assert heard[0] == RIGHTS
    assert {LINES, STATE} <= set(heard[1:])


@pytest.mark.parametrize("by_desk", [True, False])
def test_whoever_is_overtaken_in_the_other_queue_is_told(people: Cast, rung: Ringing, by_desk: bool) -> None:
    first, other = arrive(site_of(people), "Nora"), arrive(site_of(people, people.other_group), "Omar")

    def moves() -> None:
        if by_desk:
            tickets.move(first.ticket, people.other_group, actor=actor(people.agent))
            follow_ticket(first.ticket_id)
        else:
            transfer(first, group=people.other_group, actor=actor(people.agent))

    assert STATE in _kinds(rung(moves), other)

"""The queue: longest wait first, places, and who sees whom waiting (C8, P2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from divan.chat.actions.accepting import accept
from divan.chat.actions.transferring import transfer
from divan.chat.models import Chat
from divan.chat.queries.queue import longest_wait, place_of, waiting_for
from divan.chat.tests.waiting_room import arrive, site_of
from divan.realtime import doorbell
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


@pytest.fixture
def queue(frozen_clock: FrozenClock, people: Cast) -> list[Chat]:
    """Three who wait in Support, each ten seconds after the one before; another waits in Billing."""
    site, chats = site_of(people), []
    arrive(site_of(people, people.other_group), "Quin")
    for name in ("Nora", "Omar", "Pia"):
        frozen_clock.advance(timedelta(seconds=10))
        chats.append(arrive(site, name))
    return chats


def test_who_waits_longest_is_first(queue: list[Chat], people: Cast) -> None:
    rows = waiting_for(actor(people.agent))
    assert [row.chat.pk for row in rows] == [chat.pk for chat in queue]
    assert [row.place for row in rows] == [1, 2, 3]
    assert [row.waited for row in rows] == [timedelta(seconds=20), timedelta(seconds=10), timedelta()]
    assert all(row.is_open_to_me for row in rows)


def test_a_queue_is_seen_by_those_who_may_answer_in_it(queue: list[Chat], people: Cast) -> None:
    seen = {
        name: len(waiting_for(actor(getattr(people, name))))
        for name in ("agent", "other_agent", "supervisor", "administrator", "clerk", "customer")
    }
    assert seen == {
        "agent": 3,
        "other_agent": 1,
        "supervisor": 4,
        "administrator": 4,
        "clerk": 0,
        "customer": 0,
    }


def test_places_are_those_of_the_group_and_move_up(queue: list[Chat], people: Cast) -> None:
    assert [place_of(chat) for chat in queue] == [1, 2, 3]
    taken = accept(queue[0], actor=actor(people.agent))
    assert place_of(taken) == 0
    assert [place_of(chat) for chat in queue[1:]] == [1, 2]


def test_those_behind_are_told_that_they_moved_up(
    queue: list[Chat], people: Cast, django_capture_on_commit_callbacks: object
) -> None:
    listener = doorbell.Listener("web")
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            accept(queue[1], actor=actor(people.agent))
        rung = {name for ring in listener.wait(5) for name in ring.names if ring.kind == "state"}
    finally:
        listener.close()
    assert {queue[1].channel, queue[2].channel} <= rung
    assert queue[0].channel not in rung


def test_the_longest_wait_is_since_when(queue: list[Chat], people: Cast) -> None:
    assert longest_wait([people.group.pk]) == queue[0].waiting_since
    assert longest_wait([]) is None
    everywhere = longest_wait()
    assert everywhere is not None
    assert everywhere < queue[0].waiting_since


def test_what_waits_for_somebody_is_marked(
    queue: list[Chat], people: Cast, frozen_clock: FrozenClock
) -> None:
    accept(queue[0], actor=actor(people.agent))
    frozen_clock.advance(timedelta(seconds=10))
    transfer(queue[0], to=people.supervisor, actor=actor(people.agent))
    mine = [row.is_mine for row in waiting_for(actor(people.supervisor)) if row.chat.pk == queue[0].pk]
    last = waiting_for(actor(people.agent))[-1]
    assert mine == [True]
    assert (last.chat.pk, last.is_mine, last.is_open_to_me) == (queue[0].pk, False, False)
    frozen_clock.advance(timedelta(seconds=60))
    assert waiting_for(actor(people.agent))[-1].is_open_to_me


def test_the_queue_costs_one_query(queue: list[Chat], people: Cast) -> None:
    agent = actor(people.agent)
    with CaptureQueriesContext(connection) as one:
        waiting_for(agent)
    assert len(one) == 1

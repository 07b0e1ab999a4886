"""Visitors whose last page has closed are shown as away a few seconds later; reloads and other pages change nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from divan.chat.actions.ending import end_chat
from divan.chat.models import EndReason
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, family, say, taken
from divan.tickets.models import Event
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

SECOND = timedelta(seconds=1)


def _is_here(talk: Conversation) -> Any:
    return family.states(talk.chat.channel)["desk"]["visitor"]["here"]


def _poll(talk: Conversation) -> None:
    answer = Client().get(
        "/lines/", {talk.chat.channel: "0"}, headers={"Authorization": f"Bearer {talk.token}"}
    )
    assert answer.status_code == 200


def test_who_closes_the_last_page_is_away_some_seconds_later(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    frozen_clock.advance(40 * SECOND)
    assert [seat.channel for seat in family.left([talk.visitor()])] == [talk.chat.channel]
    frozen_clock.advance(7 * SECOND)
    assert _is_here(talk) is True
    frozen_clock.advance(SECOND)
    assert _is_here(talk) is False
    family.attend([talk.visitor()])
    assert _is_here(talk) is True


def test_a_reload_and_another_page_change_nothing(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    family.left([talk.visitor()])
    frozen_clock.advance(5 * SECOND)
    family.attend([talk.visitor()])
    for _second in range(60):
        frozen_clock.advance(SECOND)
        assert _is_here(talk) is True


def test_who_asks_without_a_socket_comes_and_goes_like_others(
    people: Cast, frozen_clock: FrozenClock
) -> None:
    talk = taken(people)
    _poll(talk)
    leaving = {"frames": [{"close": [talk.chat.channel]}]}
    token = {"Authorization": f"Bearer {talk.token}"}
    assert (
        Client().post("/lines/", leaving, content_type="application/json", headers=token).status_code == 200
    )
    frozen_clock.advance(8 * SECOND)
    assert _is_here(talk) is False
    _poll(talk)
    assert _is_here(talk) is True


def test_an_expert_who_goes_moves_no_visitor(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    assert not family.left([talk.expert(people.agent)])
    frozen_clock.advance(10 * SECOND)
    assert _is_here(talk) is True


def test_what_a_visitor_missed_who_has_just_left_is_mailed(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    family.left([talk.visitor()])
    frozen_clock.advance(8 * SECOND)
    say(talk.expert(people.agent), "Turn the knob to the left.")
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    frozen_clock.advance(timedelta(minutes=3))
    sweep_chats()
    assert Event.objects.filter(kind="chat.missed").count() == 1

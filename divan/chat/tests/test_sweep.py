"""Nobody waits for ever, and nobody talks to an empty room."""

from __future__ import annotations

from datetime import timedelta

from divan.chat.models import EndReason, State
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, begin, family, say, taken
from divan.chat.tests.waiting_room import site_of
from divan.tickets.models import Event
from tests.support.cast import Cast
from tests.support.time import FrozenClock

HALF = timedelta(seconds=30)


def _stays(talk: Conversation, clock: FrozenClock, minutes: float) -> None:
    """The visitor's page is open for so long."""
    for _half in range(int(minutes * 2)):
        clock.advance(HALF)
        family.attend([talk.visitor()])


def _outcome(talk: Conversation) -> tuple[str, str]:
    sweep_chats()
    sweep_chats()
    return talk.now().state, talk.now().end_reason


def test_a_wait_ends_when_the_site_says_so(people: Cast, frozen_clock: FrozenClock) -> None:
    site = site_of(people)
    assert site.wait_minutes == 5
    talk = begin(people, site=site)
    _stays(talk, frozen_clock, 4.5)
    assert _outcome(talk) == (State.WAITING, "")
    _stays(talk, frozen_clock, 0.5)
    assert _outcome(talk) == (State.ENDED, EndReason.UNANSWERED)
    assert Event.objects.filter(kind="chat.ended").count() == 1


def test_who_leaves_does_not_wait(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = begin(people)
    frozen_clock.advance(timedelta(seconds=119))
    assert _outcome(talk) == (State.WAITING, "")
    frozen_clock.advance(timedelta(seconds=1))
    assert _outcome(talk) == (State.ENDED, EndReason.UNANSWERED)


def test_a_talk_ends_some_minutes_after_its_visitor_has_gone(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    _stays(talk, frozen_clock, 20)
    say(talk.expert(people.agent), "Which light is on?")
    frozen_clock.advance(timedelta(minutes=4))
    assert _outcome(talk) == (State.ACTIVE, "")
    assert family.states(talk.chat.channel)["desk"]["visitor"]["here"] is False
    frozen_clock.advance(timedelta(minutes=1))
    assert _outcome(talk) == (State.ENDED, EndReason.SILENCE)


def test_who_comes_back_in_time_goes_on(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    frozen_clock.advance(timedelta(minutes=4))
    family.attend([talk.visitor()])
    assert family.states(talk.chat.channel)["desk"]["visitor"]["here"] is True
    frozen_clock.advance(timedelta(minutes=4))
    assert _outcome(talk) == (State.ACTIVE, "")

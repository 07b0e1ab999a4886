"""Whether a visitor finds somebody: business hours and people (C8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from divan.chat.actions.accepting import accept
from divan.chat.actions.presence import seen, set_capacity
from divan.chat.hours import availability
from divan.chat.models import ChatSite, ChatTopic
from divan.chat.tests.waiting_room import arrive, online, site_of
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

# In Warsaw, where the help desk is, it opens at nine from Monday to Friday.
SATURDAY_NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 23, 8, tzinfo=UTC)


@pytest.fixture
def site(people: Cast) -> ChatSite:
    return site_of(people)


def test_outside_hours_it_says_when_it_opens(frozen_clock: FrozenClock, site: ChatSite, people: Cast) -> None:
    online(people.agent)
    found = availability(site)
    assert (found.is_open, found.takes_chats, found.opens_at) == (False, False, MONDAY_NINE)
    frozen_clock.advance(MONDAY_NINE - SATURDAY_NOON)
    seen([people.agent.pk])
    found = availability(site)
    assert (found.is_open, found.is_somebody_free, found.takes_chats, found.opens_at) == (
        True,
        True,
        True,
        None,
    )


def test_an_hour_before_the_opening_it_is_the_same_day(frozen_clock: FrozenClock, site: ChatSite) -> None:
    frozen_clock.advance(MONDAY_NINE - SATURDAY_NOON - timedelta(hours=1))
    assert availability(site).opens_at == MONDAY_NINE


def test_with_nobody_online_it_takes_no_chats(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast
) -> None:
    frozen_clock.advance(MONDAY_NINE - SATURDAY_NOON)
    online(people.other_agent)
    assert not availability(site).takes_chats


def test_who_is_busy_lets_others_wait(frozen_clock: FrozenClock, site: ChatSite, people: Cast) -> None:
    frozen_clock.advance(MONDAY_NINE - SATURDAY_NOON)
    online(people.agent)
    set_capacity(people.agent.pk, 1, actor=actor(people.agent))
    accept(arrive(site), actor=actor(people.agent))
    found = availability(site)
    assert (found.is_somebody_there, found.is_somebody_free, found.takes_chats) == (True, False, True)


def test_a_topic_asks_its_own_group(frozen_clock: FrozenClock, site: ChatSite, people: Cast) -> None:
    frozen_clock.advance(MONDAY_NINE - SATURDAY_NOON)
    online(people.agent)
    topic = ChatTopic.objects.create(site=site, names={"en": "Invoices"}, group=people.other_group)
    assert availability(site).takes_chats
    assert not availability(site, topic).takes_chats
    online(people.other_agent)
    assert availability(site, topic).takes_chats

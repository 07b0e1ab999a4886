"""Who takes chats: presence, open pages, capacity (C1, S9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.actions.presence import seen, set_capacity, set_presence
from divan.chat.models import ChatAgent, Presence
from divan.chat.queries.agents import free_agents
from divan.chat.tests.waiting_room import arrive, online, site_of
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed, Refused
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


def free(people: Cast) -> list[int]:
    return [one.pk for one in free_agents(people.group)]


@pytest.fixture
def noon(frozen_clock: FrozenClock, people: Cast) -> FrozenClock:
    online(people.agent)
    return frozen_clock


def test_only_who_is_online_is_offered_chats(noon: FrozenClock, people: Cast) -> None:
    assert free(people) == [people.agent.pk]
    for presence in (Presence.AWAY, Presence.INVISIBLE):
        set_presence(people.agent.pk, presence, actor=actor(people.agent))
        assert free(people) == []


def test_who_has_no_open_page_is_not_there(noon: FrozenClock, people: Cast) -> None:
    noon.advance(timedelta(seconds=91))
    assert free(people) == []
    seen([people.agent.pk])
    assert free(people) == [people.agent.pk]


def test_any_open_page_of_the_desk_says_that_they_are_there(
    noon: FrozenClock, people: Cast, client_for: Callable[[User], Client]
) -> None:
    """The side navigation of every page asks how many wait, and asks again as long as somebody is online."""
    client = client_for(people.agent)
    for _page in range(5):
        noon.advance(timedelta(seconds=40))
        answer = client.get("/chats/waiting/", headers={"HX-Request": "true"})
        assert "every 40s" in answer.content.decode()
        assert free(people) == [people.agent.pk]


def test_pages_of_who_takes_no_chats_do_not_ask_again(
    noon: FrozenClock, people: Cast, client_for: Callable[[User], Client]
) -> None:
    set_presence(people.agent.pk, Presence.AWAY, actor=actor(people.agent))
    before = ChatAgent.objects.get(pk=people.agent.pk).seen_at
    noon.advance(timedelta(seconds=40))
    for person in (people.agent, people.clerk):
        answer = client_for(person).get("/chats/waiting/", headers={"HX-Request": "true"})
        assert "every" not in answer.content.decode()
    assert ChatAgent.objects.get(pk=people.agent.pk).seen_at == before


def test_who_is_on_leave_is_not_there(noon: FrozenClock, people: Cast) -> None:
    User.objects.filter(pk=people.agent.pk).update(away_until=noon.moment.date())
    assert free(people) == []
    User.objects.filter(pk=people.agent.pk).update(away_until=noon.moment.date() - timedelta(days=1))
    assert free(people) == [people.agent.pk]


def test_who_may_not_answer_in_the_group_is_not_asked(noon: FrozenClock, people: Cast) -> None:
    online(people.other_agent)
    assert free(people) == [people.agent.pk]
    assert [one.pk for one in free_agents(people.other_group)] == [people.other_agent.pk]


def test_who_has_least_comes_first_and_who_is_full_not_at_all(noon: FrozenClock, people: Cast) -> None:
    online(people.supervisor)
    assert free(people) == [people.agent.pk, people.supervisor.pk]
    accept(arrive(site_of(people)), actor=actor(people.agent))
    assert free(people) == [people.supervisor.pk, people.agent.pk]
    set_capacity(people.agent.pk, 1, actor=actor(people.agent))
    assert free(people) == [people.supervisor.pk]


def test_of_equals_comes_first_who_has_waited_longest_for_a_chat(noon: FrozenClock, people: Cast) -> None:
    online(people.supervisor)
    site = site_of(people)
    for person in (people.supervisor, people.agent):
        noon.advance(timedelta(seconds=5))
        accept(arrive(site, person.email.partition("@")[0]), actor=actor(person))
    assert free(people) == [people.supervisor.pk, people.agent.pk]


def test_supervisors_set_others_and_nobody_else_does(people: Cast) -> None:
    set_presence(people.agent.pk, Presence.AWAY, actor=actor(people.supervisor))
    set_capacity(people.agent.pk, 5, actor=actor(people.supervisor))
    agent = ChatAgent.objects.get(pk=people.agent.pk)
    assert (agent.presence, agent.capacity, agent.seen_at) == (Presence.AWAY, 5, None)
    for other in (actor(people.other_agent), actor(people.customer), ANONYMOUS):
        with pytest.raises(NotAllowed):
            set_presence(people.agent.pk, Presence.ONLINE, actor=other)
        with pytest.raises(NotAllowed):
            set_capacity(people.agent.pk, 1, actor=other)
    with pytest.raises(NotAllowed):
        set_presence(people.customer.pk, Presence.ONLINE, actor=actor(people.customer))


@pytest.mark.parametrize("capacity", [0, -1, 21])
def test_the_number_of_chats_has_limits(capacity: int, people: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        set_capacity(people.agent.pk, capacity, actor=actor(people.agent))
    assert refusal.value.field == "capacity"

"""Supervisors watch and whisper, and the visitor never learns of it (S1, C5)."""

from __future__ import annotations

import json

import pytest

from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.joining import join, watch
from divan.chat.actions.leaving import leave
from divan.chat.actions.speaking import say, whisper
from divan.chat.models import Chat, ChatMember, EndReason, Role
from divan.chat.queries.states import chat_states
from divan.chat.tests.waiting_room import arrive, lines_of, site_of
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.tickets.models import Event
from tests.support.cast import Cast, actor


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads and Ece watches."""
    made = accept(arrive(site_of(people)), actor=actor(people.agent))
    watch(made, actor=actor(people.supervisor))
    return made


def test_nothing_that_the_visitor_can_get_names_a_watcher(chat: Chat, people: Cast) -> None:
    states = chat_states(chat.pk)
    assert people.supervisor.name not in json.dumps(states["public"], ensure_ascii=False)
    watchers = [one["name"] for one in states["desk"]["experts"] if one["watcher"]]
    assert watchers == [people.supervisor.name]
    leave(chat, actor=actor(people.supervisor))
    assert lines_of(chat) == ["said", "accepted"]
    kinds = set(Event.objects.filter(ticket_id=chat.ticket_id).values_list("kind", flat=True))
    assert not kinds & {"chat.joined", "chat.left"}


def test_a_watcher_whispers_and_does_not_speak(chat: Chat, people: Cast) -> None:
    seat = access.seat_of_staff(actor(people.supervisor), chat.pk)
    assert seat is not None
    whisper(chat, "Offer them a visit.", seat=seat, key="k1")
    with pytest.raises(Refused):
        say(chat, "Hello", seat=seat, key="k2")
    assert lines_of(chat, public=True) == ["said", "accepted"]


def test_a_watcher_who_joins_is_seen_from_then_on(chat: Chat, people: Cast) -> None:
    join(chat, actor=actor(people.supervisor))
    watch(chat, actor=actor(people.supervisor))
    assert ChatMember.objects.get(chat=chat, user=people.supervisor).role == Role.EXPERT
    assert lines_of(chat, public=True) == ["said", "accepted", "joined"]
    names = [one["name"] for one in chat_states(chat.pk)["public"]["experts"]]
    assert people.supervisor.name in names


def test_only_supervisors_watch_and_only_what_runs(chat: Chat, people: Cast) -> None:
    for person in (people.agent, people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            watch(chat, actor=actor(person))
    waits = arrive(site_of(people), "Omar")
    assert watch(waits, actor=actor(people.supervisor)).role == Role.WATCHER
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    with pytest.raises(Overtaken):
        watch(chat, actor=actor(people.administrator))


def test_a_watcher_who_accepts_a_waiting_chat_leads_it(people: Cast) -> None:
    waits = arrive(site_of(people))
    watch(waits, actor=actor(people.supervisor))
    accept(waits, actor=actor(people.supervisor))
    assert ChatMember.objects.get(chat=waits).role == Role.LEAD
    assert lines_of(waits, public=True) == ["said", "accepted"]

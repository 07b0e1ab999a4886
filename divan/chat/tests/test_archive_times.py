"""How long somebody waited and how long it lasted: kept with each chat, and asked for in the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.transferring import transfer
from divan.chat.models import Chat, ChatSite, EndReason
from divan.chat.schedules import sweep_chats
from divan.chat.tests.past_chat import visit
from divan.chat.tests.test_archive import found, past
from divan.chat.tests.waiting_room import site_of
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
migration = import_module("divan.chat.migrations.0003_archive_times")


@pytest.fixture
def site(people: Cast) -> ChatSite:
    return site_of(people)


@pytest.fixture
def reader(people: Cast, client_for: Doors) -> Client:
    return client_for(people.supervisor)


def times_of(chat: Chat) -> tuple[int | None, int | None]:
    """The seconds that it is known to have waited and lasted."""
    return Chat.objects.values_list("waited_seconds", "lasted_seconds").get(pk=chat.pk)


def test_waiting_and_length_are_those_of_the_chat(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast, reader: Client
) -> None:
    past(site, people, "Nora")
    slow, _token = visit(site, "Omar")
    frozen_clock.advance(timedelta(seconds=300))
    accept(slow, actor=actor(people.agent))
    frozen_clock.advance(timedelta(seconds=3299))
    end_chat(slow, actor=actor(people.agent), reason=EndReason.EXPERT)
    assert times_of(slow) == (300, 3599)
    assert found(reader, waited="1") == found(reader, waited="5") == [slow.pk]
    assert found(reader, lasted="15") == [slow.pk]
    assert found(reader, waited="15") == found(reader, lasted="60") == []


def test_whom_nobody_took_waited_until_the_end(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast, reader: Client
) -> None:
    chat, _token = visit(site)
    assert times_of(chat) == (None, None)
    frozen_clock.advance(timedelta(minutes=20))
    sweep_chats()
    assert times_of(chat) == (1200, 1200)
    assert found(reader, waited="15", answered="no") == [chat.pk]


def test_a_second_wait_changes_nothing_about_the_first(
    frozen_clock: FrozenClock, site: ChatSite, people: Cast
) -> None:
    chat, _token = visit(site)
    frozen_clock.advance(timedelta(seconds=40))
    accept(chat, actor=actor(people.agent))
    assert times_of(chat) == (40, None)
    transfer(chat, group=people.other_group, actor=actor(people.agent))
    frozen_clock.advance(timedelta(seconds=90))
    accept(chat, actor=actor(people.other_agent))
    assert times_of(chat) == (40, None)


def test_chats_of_before_get_their_times(frozen_clock: FrozenClock, site: ChatSite, people: Cast) -> None:
    start = frozen_clock.moment
    moments: dict[str, tuple[int | None, int | None]] = {
        "Ana": (59, 60),
        "Ben": (None, 3_725),
        "Cem": (90, None),
        "Dov": (None, None),
        "Eva": (-5, -1),
    }
    chats = {name: visit(site, name)[0] for name in moments}
    for name, (accepted, ended) in moments.items():
        Chat.objects.filter(pk=chats[name].pk).update(
            started_at=start,
            accepted_at=None if accepted is None else start + timedelta(seconds=accepted, milliseconds=999),
            ended_at=None if ended is None else start + timedelta(seconds=ended),
        )
    with connection.cursor() as cursor:
        cursor.execute(migration.filling(connection.vendor))
    times = {name: times_of(chat) for name, chat in chats.items()}
    assert times == {
        "Ana": (59, 60),
        "Ben": (3_725, 3_725),
        "Cem": (90, None),
        "Dov": (None, None),
        "Eva": (0, 0),
    }

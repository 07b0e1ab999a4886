"""Who is at a topic: told over the socket, kept by every process, forgotten with the page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from divan.realtime import doorbell
from divan.realtime.presence import SILENCE_SECONDS, Board, Sign, board
from divan.realtime.tests.conftest import LiveServer, Room, hear, say
from divan.realtime.tests.test_subscribe import subscribed
from divan.realtime.topics import topics

BLUE = "presence:blue"
RANG = {"topic": BLUE, "event": 0, "kind": "presence"}


@pytest.fixture(autouse=True)
def families(guests: Room) -> Iterator[None]:
    """Rooms, and a family of topics where somebody can be."""
    gate = topics["room"]
    with topics.only(room=gate, presence=gate):
        yield
    board.__init__()  # type: ignore[misc]


def there(topic: str = BLUE) -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in board.at(topic, time.monotonic())]


def test_whoever_looks_hears_that_the_topic_rang_and_no_names(server: LiveServer) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, BLUE)
        subscribed(miriam, BLUE)
        say(ayse, at=BLUE, state="writing")
        assert hear(miriam) == RANG
        assert there() == [("ayse", "writing")]


def test_a_page_that_closes_takes_its_reader_away(server: LiveServer) -> None:
    with server.open("miriam") as miriam:
        subscribed(miriam, BLUE)
        with server.open("ayse") as ayse:
            subscribed(ayse, BLUE)
            say(ayse, at=BLUE, state="viewing")
            assert hear(miriam) == RANG
        assert hear(miriam) == RANG
        assert there() == []


@pytest.mark.parametrize("words", [{"unsubscribe": [BLUE]}, {"at": BLUE, "state": ""}])
def test_who_goes_to_another_ticket_or_looks_away_is_gone(server: LiveServer, words: dict[str, Any]) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, BLUE)
        subscribed(miriam, BLUE)
        say(ayse, at=BLUE, state="viewing")
        assert hear(miriam) == RANG
        say(ayse, **words)
        assert hear(miriam) == RANG
        assert there() == []


def test_saying_the_same_again_rings_nobody(server: LiveServer) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, BLUE)
        subscribed(miriam, BLUE)
        doorbell.tell_presence(Sign(BLUE, "person:1", "ayse", "first page", "viewing"))
        assert hear(miriam) == RANG
        doorbell.tell_presence(Sign(BLUE, "person:1", "ayse", "first page", "viewing"))
        doorbell.ring([BLUE], event=7, kind="after it")
        assert hear(miriam)["kind"] == "after it"


@pytest.mark.parametrize("topic", [BLUE, "room:blue", "nothing"])
def test_only_a_subscribed_topic_of_the_family_is_believed(server: LiveServer, topic: str) -> None:
    with server.open("ayse") as ayse:
        subscribed(ayse, "room:blue")
        say(ayse, at=topic, state="writing")
        say(ayse, ping=2)
        assert hear(ayse) == {"pong": 2}
        assert there(topic) == []


def test_who_loses_the_right_is_gone_as_well(server: LiveServer, guests: Room) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, BLUE)
        subscribed(miriam, BLUE)
        say(ayse, at=BLUE, state="writing")
        assert [hear(ayse), hear(miriam)] == [RANG, RANG]
        guests.members.discard("ayse")
        doorbell.recheck("person:1")
        assert hear(ayse) == {"refused": [BLUE]}
        assert hear(miriam) == RANG
        assert there() == []


def test_every_process_with_pages_hears_it_and_no_worker_does(transport: str) -> None:
    pages, worker = doorbell.Listener("web"), doorbell.Listener("worker")
    try:
        sign = Sign(BLUE, "person:1", "Ayşe", "one", "writing")
        doorbell.tell_presence(sign)
        doorbell.ring(["deliveries"], event=1, kind="after it")
        assert [ring.sign for ring in pages.wait(5)] == [sign]
        assert [ring.kind for ring in worker.wait(5)] == ["after it"]
    finally:
        pages.close()
        worker.close()


def test_the_state_that_says_most_counts_and_each_page_is_forgotten_alone() -> None:
    known = Board()
    assert known.hear(Sign(BLUE, "person:1", "Ayşe", "one", "viewing"), 0.0)
    assert known.hear(Sign(BLUE, "person:1", "Ayşe", "two", "writing"), 1.0)
    assert [one.state for one in known.at(BLUE, 2.0)] == ["writing"]
    assert known.hear(Sign(BLUE, "person:1", "Ayşe", "two", ""), 3.0)
    assert [one.state for one in known.at(BLUE, 4.0)] == ["viewing"]


def test_silence_ends_it() -> None:
    known = Board()
    known.hear(Sign(BLUE, "person:1", "Ayşe", "one", "viewing"), 0.0)
    assert known.expire(SILENCE_SECONDS - 1) == []
    assert known.at(BLUE, SILENCE_SECONDS) == []
    assert known.expire(SILENCE_SECONDS) == [BLUE]
    assert known.expire(SILENCE_SECONDS + 1) == []

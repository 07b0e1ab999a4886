"""What pages ask to have stored, what passes through, and who is told to be there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError

from divan.realtime.lines import door, passing, rounds, saying
from divan.realtime.tests.conftest import LiveServer, Room, hear, say
from divan.realtime.tests.test_lines_deliver import ADA, TALK, lines_of, opened, until
from divan.realtime.tests.tiny_family import TinyFamily


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens every second happens at once, and nobody has time to come back."""
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 0.02)
    monkeypatch.setattr(passing, "GRACE_SECONDS", 0.05)


@contextmanager
def another_process() -> Iterator[LiveServer]:
    """Another web process."""
    running = LiveServer()
    yield running
    running.stop()


def said(text: str, key: str = "", channel: str = TALK) -> dict[str, object]:
    return {"channel": channel, "key": key or text, "content": {"text": text}}


def test_a_saying_is_stored_and_its_author_told(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        say(ada, say=said("help", "k1"))
        assert lines_of(ayse, 1)[0]["text"] == "help"
        told = [hear(ada), hear(ada)]
        assert {"stored": "k1", "channel": TALK, "n": 1} in told
        assert {"channel": TALK, "lines": [{"n": 1, "kind": "said", "text": "help"}]} in told


def test_the_same_key_twice_is_one_line(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        for _time in range(2):
            say(ayse, say=said("once", "same"))
        stored = [frame for frame in (hear(ayse), hear(ayse), hear(ayse)) if "stored" in frame]
        assert stored == [{"stored": "same", "channel": TALK, "n": 1}] * 2
        assert talk.texts(TALK) == ["once"]


def test_what_comes_in_while_a_batch_is_written_is_the_next_batch(
    server: LiveServer, talk: TinyFamily
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert go_on.wait(10)

    talk.before_saying = hold
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, say=said("first"))
        assert arrived.wait(10)
        for number in range(20):
            say(ayse, say=said(f"later {number}"))
        say(ayse, ping=7)
        assert hear(ayse) == {"pong": 7}
        go_on.set()
        assert len(lines_of(ayse, 21)) == 21
    assert [len(batch) for batch in talk.batches] == [1, 20]


def test_a_saying_that_may_not_be_is_declined_with_the_reason(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, say=said("rude"))
        assert hear(ayse) == {"declined": "rude", "channel": TALK, "why": "not here", "final": True}


def test_who_may_only_read_is_declined_without_asking(server: LiveServer, talk: TinyFamily) -> None:
    talk.readers.add("tomasz")
    with server.enter("tomasz") as tomasz:
        say(tomasz, open={TALK: 0})
        assert hear(tomasz) == {"opened": TALK, "who": "person:3", "may_write": False}
        say(tomasz, say=said("but I want to"))
        frames = [hear(tomasz), hear(tomasz)]
        assert [frame["final"] for frame in frames if "declined" in frame] == [True]
    assert talk.batches == []


def test_a_database_that_is_away_declines_for_now(server: LiveServer, talk: TinyFamily) -> None:
    def away() -> None:
        raise OperationalError("gone")

    talk.before_saying = away
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, say=said("hold this"))
        frame = hear(ayse)
        assert (frame["declined"], frame["final"]) == ("hold this", False)
        talk.before_saying = lambda: None
        say(ayse, say=said("hold this"))
        assert lines_of(ayse, 1)[0]["text"] == "hold this"


def test_one_that_cannot_be_stored_takes_no_other_with_it(server: LiveServer, talk: TinyFamily) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert go_on.wait(10)

    talk.before_saying = hold
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, say=said("first"))
        assert arrived.wait(10)
        for text in ("before", "a stumbling block", "after"):
            say(ayse, say=said(text))
        go_on.set()
        frames = [hear(ayse)]
        while sum("stored" in frame or "declined" in frame for frame in frames) < 4:
            frames.append(hear(ayse))
        assert [frame["declined"] for frame in frames if "declined" in frame] == ["a stumbling block"]
    assert talk.texts(TALK) == ["first", "before", "after"]


def test_who_writes_too_quickly_is_asked_to_wait(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saying, "SAYINGS_PER_READER", 1)
    with server.enter("ayse") as ayse, server.enter("miriam") as miriam:
        opened(ayse)
        opened(miriam)
        say(ayse, say=said("one"))
        say(ayse, say=said("two"))
        frames = [hear(ayse), hear(ayse), hear(ayse)]
        assert [(f["declined"], f["final"]) for f in frames if "declined" in f] == [("two", False)]
        say(miriam, say=said("three"))
        assert [line["text"] for line in lines_of(miriam, 2)] == ["one", "three"]


def test_a_note_reaches_the_others_and_is_nowhere_stored(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        say(ayse, note={"channel": TALK, "content": {"typing": True, "quietly": True}})
        say(ayse, note={"channel": TALK, "content": {"typing": True}})
        assert hear(ada) == {"channel": TALK, "who": "person:1", "note": {"typing": True}}
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}
    assert talk.texts(TALK) == []


def test_notes_that_are_too_large_or_too_many_are_dropped(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "NOTES_PER_READER", 2)
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        for preview in ("x" * 3000, "short", "one too many"):
            say(ada, note={"channel": TALK, "content": {"preview": preview}})
        say(ada, say=said("done"))
        heard = [hear(ayse)]
        while "lines" not in heard[-1]:
            heard.append(hear(ayse))
        assert [frame["note"]["preview"] for frame in heard if "note" in frame] == ["short"]


@pytest.mark.usefixtures("quick_rounds")
def test_reads_are_kept_together_and_never_go_beyond_what_was_sent(
    server: LiveServer, talk: TinyFamily
) -> None:
    talk.add(TALK, "one")
    talk.add(TALK, "two")
    with server.enter(token=ADA) as ada:
        opened(ada)
        say(ada, read={TALK: 900})
        until(lambda: ("read", ("visitor:1", 2)) in talk.told)
    assert not any(what == "read" and whom[1] != 2 for what, whom in talk.told if isinstance(whom, tuple))


@pytest.mark.usefixtures("quick_rounds")
def test_the_last_socket_of_somebody_tells_that_they_left(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter(token=ADA) as first:
        opened(first)
        until(lambda: ("attend", "visitor:1") in talk.told)
        with server.enter(token=ADA) as second:
            opened(second)
        with server.enter("ayse") as ayse:
            opened(ayse)
        until(lambda: ("left", "person:1") in talk.told)
        assert ("left", "visitor:1") not in talk.told
    until(lambda: ("left", "visitor:1") in talk.told)


@pytest.mark.usefixtures("quick_rounds")
def test_who_has_a_page_open_elsewhere_is_told_to_be_there_after_all(
    server: LiveServer, talk: TinyFamily
) -> None:
    with another_process() as other, other.enter(token=ADA) as elsewhere:
        opened(elsewhere)
        with server.enter(token=ADA) as here:
            opened(here)
        left = ("left", "visitor:1")
        until(lambda: left in talk.told and ("attend", "visitor:1") in talk.told[talk.told.index(left) :])


@pytest.mark.usefixtures("quick_rounds")
def test_a_while_after_somebody_left_pages_are_told_what_is_true(
    server: LiveServer, talk: TinyFamily
) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        with server.enter(token=ADA) as ada:
            opened(ada)
            talk.moods[TALK] = "lonely"
        assert hear(ayse) == {"channel": TALK, "state": {"mood": "lonely", "staff": True}}


def test_an_address_may_have_so_many_sockets(server: LiveServer, talk: TinyFamily, settings: object) -> None:
    settings.LINE_SOCKETS_PER_CLIENT = 1  # type: ignore[attr-defined]
    with server.enter("ayse"), pytest.raises(Exception, match="403"), server.enter("miriam"):
        pass


def test_a_socket_may_have_so_many_channels(
    server: LiveServer, talk: TinyFamily, guests: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "CHANNELS_PER_SOCKET", 1)
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, open={"talk:2": 0})
        assert hear(ayse) == {"gone": "talk:2"}

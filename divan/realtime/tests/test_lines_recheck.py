"""Who may read a channel has changed: everybody who reads it is asked about, and hears nothing before."""

from __future__ import annotations

import threading

import pytest

from divan.realtime import doorbell
from divan.realtime.tests.conftest import LiveServer, hear, say
from divan.realtime.tests.test_lines_deliver import ADA, TALK, lines_of, opened
from divan.realtime.tests.tiny_family import TinyFamily

OTHER = "talk:2"


def changed(channel: str = TALK) -> None:
    """What a slice rings, in whatever process it runs."""
    doorbell.recheck_channel(channel)


def test_a_channel_that_changes_hands_is_closed_to_those_who_may_not_follow(
    server: LiveServer, talk: TinyFamily
) -> None:
    with server.enter("ayse") as ayse, server.enter("miriam") as miriam, server.enter(token=ADA) as ada:
        for client in (ayse, miriam, ada):
            opened(client)
        talk.staff.discard("ayse")
        changed()
        assert hear(ayse) == {"gone": TALK}
        talk.add(TALK, "#among us")
        talk.add(TALK, "for everybody")
        assert [line["text"] for line in lines_of(miriam, 2)] == ["#among us", "for everybody"]
        assert [line["text"] for line in lines_of(ada, 1)] == ["for everybody"]
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}


def test_other_channels_of_the_same_page_stay(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        opened(ayse, OTHER)
        talk.closed.add(TALK)
        changed()
        assert hear(ayse) == {"gone": TALK}
        talk.add(OTHER, "still here")
        assert lines_of(ayse, 1)[0]["text"] == "still here"


def test_nothing_is_told_until_the_gate_has_answered(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter("miriam") as miriam, server.enter("miriam") as elsewhere:
        opened(ayse)
        opened(miriam)
        opened(elsewhere, OTHER)
        answer = threading.Event()
        talk.before_seating = lambda: answer.wait(10)
        talk.staff.discard("ayse")
        try:
            changed()
            talk.add(TALK, "#after the change")
            talk.add(OTHER, "at the other channel")
            # All that was rung before has been handed out when this one comes.
            assert lines_of(elsewhere, 1)[0]["text"] == "at the other channel"
            for client in (ayse, miriam):
                say(client, ping=1)
                assert hear(client) == {"pong": 1}
        finally:
            answer.set()
        assert hear(ayse) == {"gone": TALK}
        assert lines_of(miriam, 1)[0]["text"] == "#after the change"


def test_who_cannot_be_asked_about_comes_again(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)

        def fails() -> None:
            raise OSError("the database is away")

        talk.before_seating = fails
        changed()
        with pytest.raises(Exception, match="1013"):
            hear(ayse)

"""Who gets a place at a channel, and how they lose it."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from divan.realtime import doorbell
from divan.realtime.lines import rights, rounds
from divan.realtime.tests.conftest import LiveServer, Room, hear, say
from divan.realtime.tests.test_lines_deliver import ADA, TALK, lines_of, opened
from divan.realtime.tests.tiny_family import TinyFamily


def _closing_code(client: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        hear(client)
    return closed.value.rcvd.code if closed.value.rcvd is not None else 0


@pytest.mark.parametrize("channel", [TALK, "nothing:1", "talk"])
def test_missing_and_forbidden_channels_look_alike(
    server: LiveServer, talk: TinyFamily, channel: str
) -> None:
    with server.enter("tomasz") as tomasz:
        say(tomasz, open={channel: 0})
        assert hear(tomasz) == {"gone": channel}
        say(tomasz, say={"channel": channel, "key": "k", "content": {"text": "let me in"}})
        assert hear(tomasz) == {"gone": channel}


def test_a_wrong_token_opens_nothing(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter(token="key of nobody") as stranger:
        say(stranger, open={TALK: 0})
        assert hear(stranger) == {"gone": TALK}


def test_a_token_speaks_for_itself_whoever_is_signed_in(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse", token=ADA) as guest:
        say(guest, open={TALK: 0})
        assert hear(guest)["who"] == "visitor:1"


def test_nobody_in_particular_is_sent_away(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("a stranger", greet=False) as stranger:
        say(stranger, hello={})
        assert _closing_code(stranger) == 1008


def test_who_does_not_greet_is_sent_away(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse", greet=False) as ayse:
        say(ayse, open={TALK: 0})
        assert _closing_code(ayse) == 1008


def test_pages_of_other_sites_cannot_enter(server: LiveServer, talk: TinyFamily) -> None:
    elsewhere = Origin("https://elsewhere.example")
    with pytest.raises(InvalidStatus), connect(f"ws://{server.host}/ws/lines", origin=elsewhere):
        pass


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "[]",
        "{",
        '{"open": ["talk:1"]}',
        '{"open": {"talk:1": -1}}',
        '{"say": {"channel": "talk:1"}}',
        "[" * 5000,
    ],
)
def test_nonsense_closes_the_socket(server: LiveServer, talk: TinyFamily, nonsense: str) -> None:
    with server.enter("ayse") as ayse:
        ayse.send(nonsense)
        assert _closing_code(ayse) == 1008


def test_a_right_that_is_taken_away_takes_the_place_away(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter("miriam") as miriam:
        opened(ayse)
        opened(miriam)
        talk.staff.discard("ayse")
        doorbell.recheck("person:1")
        assert hear(ayse) == {"gone": TALK}
        talk.add(TALK, "#among us")
        assert lines_of(miriam, 1)[0]["text"] == "#among us"
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}


def test_a_token_that_is_withdrawn_takes_the_place_away(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter(token=ADA) as ada:
        opened(ada)
        talk.tokens.clear()
        doorbell.recheck("visitor:1")
        assert hear(ada) == {"gone": TALK}


def test_who_signs_out_is_sent_away(server: LiveServer, talk: TinyFamily, guests: Room) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        guests.signed_in.discard("ayse")
        doorbell.recheck("person:1")
        assert _closing_code(ayse) == 1008


def test_who_reads_another_feed_now_starts_again(server: LiveServer, talk: TinyFamily) -> None:
    for text in ("one", "#aside", "two"):
        talk.add(TALK, text)
    with server.enter("ayse") as ayse:
        assert [line["n"] for line in opened(ayse)] == [1, 2, 3]
        talk.staff.discard("ayse")
        talk.readers.add("ayse")
        doorbell.recheck("person:1")
        assert hear(ayse) == {"opened": TALK, "who": "person:1", "may_write": False, "reset": True}
        assert [(line["n"], line["text"]) for line in lines_of(ayse, 2)] == [(1, "one"), (2, "two")]


def test_rights_are_asked_again_even_when_nobody_says_so(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        talk.staff.discard("ayse")
        monkeypatch.setattr(rounds, "ROUND_SECONDS", 0.02)
        monkeypatch.setattr(rounds, "ATTEND_SECONDS", 0.0)
        monkeypatch.setattr(rights, "RECHECK_SECONDS", 0.0)
        frame = hear(ayse)
        while "gone" not in frame:
            frame = hear(ayse)
        assert frame == {"gone": TALK}

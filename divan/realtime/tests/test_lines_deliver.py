"""Lines on their way to the pages: each once and in order, whatever happens to rings and sockets."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.sync.client import ClientConnection
from websockets.typing import Origin
from websockets.uri import parse_uri

from divan.realtime import doorbell
from divan.realtime.lines import delivering, rounds
from divan.realtime.lines.places import Allowance
from divan.realtime.tests.conftest import LiveServer, hear, say
from divan.realtime.tests.tiny_family import TinyFamily

ADA = "key of ada"
TALK = "talk:1"


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens every second happens at once."""
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 0.02)


def opened(client: ClientConnection, channel: str = TALK, after: int = 0) -> list[Any]:
    """Take a place and hear everything up to the state, which is the end of what was there before."""
    say(client, open={channel: after})
    assert hear(client)["opened"] == channel
    shown: list[Any] = []
    while "state" not in (frame := hear(client)):
        shown += frame["lines"]
    return shown


def lines_of(client: ClientConnection, count: int) -> list[Any]:
    """So many lines as they come, other frames left aside."""
    heard: list[Any] = []
    while len(heard) < count:
        heard += hear(client).get("lines", [])
    return heard


def until(holds: Callable[[], bool]) -> None:
    """Wait for what happens in the thread of the server; ten seconds at most."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_page_is_told_what_was_said_before_and_then_what_is_new(
    server: LiveServer, talk: TinyFamily
) -> None:
    talk.add(TALK, "hello")
    with server.enter("ayse") as ayse:
        assert [line["text"] for line in opened(ayse)] == ["hello"]
        talk.add(TALK, "how are you")
        assert lines_of(ayse, 1) == [{"n": 2, "kind": "said", "text": "how are you"}]


def test_each_feed_counts_its_own_lines(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        for text in ("one", "#aside", "two"):
            talk.add(TALK, text)
        assert [(line["n"], line["text"]) for line in lines_of(ayse, 3)] == [
            (1, "one"),
            (2, "#aside"),
            (3, "two"),
        ]
        assert [(line["n"], line["text"]) for line in lines_of(ada, 2)] == [(1, "one"), (2, "two")]


def test_a_line_for_one_reader_is_only_a_number_for_the_others(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter("miriam") as miriam:
        opened(ayse)
        opened(miriam)
        talk.add(TALK, "#between us", only=frozenset({"person:1"}))
        assert lines_of(ayse, 1)[0]["text"] == "#between us"
        assert lines_of(miriam, 1) == [{"n": 1, "kind": "hidden"}]


def test_a_page_that_comes_back_is_told_what_it_missed(server: LiveServer, talk: TinyFamily) -> None:
    for number in range(250):
        talk.add(TALK, f"line {number}")
    with server.enter("ayse") as ayse:
        assert [line["n"] for line in opened(ayse, after=10)] == list(range(11, 251))


def test_a_page_that_claims_to_have_seen_more_than_there_is_keeps_nothing_from_others(
    server: LiveServer, talk: TinyFamily
) -> None:
    talk.add(TALK, "one")
    with server.enter(token=ADA) as ada, server.enter("ayse") as ayse:
        say(ada, open={TALK: 2_000_000_000})
        assert "reset" not in hear(ada)
        assert hear(ada)["reset"]
        assert [line["text"] for line in lines_of(ada, 1)] == ["one"]
        opened(ayse)
        talk.add(TALK, "two")
        assert [line["text"] for line in lines_of(ayse, 1)] == ["two"]
        assert [line["text"] for line in lines_of(ada, 1)] == ["two"]


def test_many_channels_that_ring_together_are_read_together(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "COALESCE_SECONDS", 0.3)
    names = [f"talk:{number}" for number in range(20)]
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        for name in names:
            opened(ayse, name)
            opened(ada, name)
        for name in names:
            talk.add(name, "at once")
        assert len(lines_of(ayse, 20)) == len(lines_of(ada, 20)) == 20
    assert [len(asked) for asked in talk.asked] == [20]


def test_rings_that_overtake_each_other_change_no_order(server: LiveServer, talk: TinyFamily) -> None:
    talk.rings = False
    with server.enter("ayse") as ayse:
        opened(ayse)
        for text in ("one", "two", "three"):
            talk.add(TALK, text)
        for serial in (3, 1, 2, 3):
            doorbell.ring([TALK], event=serial, kind="lines")
        assert [line["text"] for line in lines_of(ayse, 3)] == ["one", "two", "three"]
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}


@pytest.mark.usefixtures("quick_rounds")
def test_what_a_lost_ring_left_behind_is_found_by_the_heart_beat(
    server: LiveServer, talk: TinyFamily
) -> None:
    talk.rings = False
    with server.enter(token=ADA) as ada:
        opened(ada)
        talk.moods[TALK] = "better"
        talk.add(TALK, "nobody heard this")
        say(ada, check={TALK: 0})
        assert lines_of(ada, 1)[0]["text"] == "nobody heard this"
        assert hear(ada) == {"channel": TALK, "state": {"mood": "better"}}


def test_a_page_that_lost_something_of_its_own_is_told_again(server: LiveServer, talk: TinyFamily) -> None:
    talk.add(TALK, "one")
    talk.add(TALK, "two")
    with server.enter("ayse") as ayse:
        opened(ayse)
        say(ayse, check={TALK: 1})
        assert [line["text"] for line in lines_of(ayse, 1)] == ["two"]


def test_the_state_is_told_to_each_feed(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        talk.moods[TALK] = "sunny"
        doorbell.ring([TALK], event=0, kind="state")
        assert hear(ayse) == {"channel": TALK, "state": {"mood": "sunny", "staff": True}}
        assert hear(ada) == {"channel": TALK, "state": {"mood": "sunny"}}


def test_a_state_that_is_the_same_for_a_reader_is_not_told_to_them_again(
    server: LiveServer, talk: TinyFamily
) -> None:
    """Otherwise a visitor would learn from the moment that something happened behind their back."""
    with server.enter("ayse") as ayse, server.enter(token=ADA) as ada:
        opened(ayse)
        opened(ada)
        talk.asides[TALK] = "somebody watches"
        doorbell.ring([TALK], event=0, kind="state")
        assert hear(ayse)["state"]["aside"] == "somebody watches"
        say(ada, ping=1)
        assert hear(ada) == {"pong": 1}
        talk.moods[TALK] = "sunny"
        doorbell.ring([TALK], event=0, kind="state")
        assert hear(ada) == {"channel": TALK, "state": {"mood": "sunny"}}


def test_a_closed_channel_is_silent(server: LiveServer, talk: TinyFamily) -> None:
    with server.enter("ayse") as ayse:
        opened(ayse)
        opened(ayse, "talk:2")
        say(ayse, close=[TALK])
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}
        talk.add(TALK, "not for you any more")
        talk.add("talk:2", "still here")
        assert lines_of(ayse, 1)[0]["text"] == "still here"


def test_who_does_not_read_is_closed_and_holds_nobody_up(server: LiveServer, talk: TinyFamily) -> None:
    with closing(_SlowClient(server.host, "miriam")) as miriam, server.enter("ayse") as ayse:
        opened(ayse)
        until(lambda: ("attend", "person:2") in talk.told)
        # More than the system keeps for a connection.
        long, count = "x" * 60_000, 150
        for number in range(count):
            talk.add(TALK, f"{number} {long}")
            assert lines_of(ayse, 1)[0]["n"] == number + 1
        assert miriam.code_at_the_end() == 1013


class _SlowClient:
    """Opens the channel and then reads nothing at all; clients of libraries read ahead."""

    def __init__(self, host: str, name: str) -> None:
        address, _colon, port = host.partition(":")
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 200_000)
        self._socket.connect((address, int(port)))
        self._protocol = ClientProtocol(parse_uri(f"ws://{host}/ws/lines"), origin=Origin(f"http://{host}"))
        request = self._protocol.connect()
        request.headers["Cookie"] = f"room_guest={name}"
        self._protocol.send_request(request)
        self._send()
        while self._protocol.state is not State.OPEN:
            self._protocol.receive_data(self._socket.recv(4096))
        for said in ('{"hello": {}}', json.dumps({"open": {TALK: 0}})):
            self._protocol.send_text(said.encode())
        self._send()

    def code_at_the_end(self) -> int:
        """Read everything after all; the code with which the server closed."""
        while self._protocol.close_rcvd is None and (data := self._socket.recv(65536)):
            self._protocol.receive_data(data)
        return self._protocol.close_rcvd.code if self._protocol.close_rcvd else 0

    def close(self) -> None:
        self._socket.close()

    def _send(self) -> None:
        for data in self._protocol.data_to_send():
            self._socket.sendall(data)


def test_an_allowance_comes_back_with_time() -> None:
    allowance = Allowance(2, 10)
    assert [allowance.take(now) for now in (0.0, 1.0, 2.0, 11.0)] == [True, True, False, True]

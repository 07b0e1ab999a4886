"""What one reader may do at one channel, however many pages they have open and however often they come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from divan.realtime.lines import door, saying
from divan.realtime.tests.conftest import LiveServer, hear, say
from divan.realtime.tests.test_lines_deliver import ADA, TALK, lines_of, opened, until
from divan.realtime.tests.test_lines_say import said
from divan.realtime.tests.tiny_family import TinyFamily
from tests.support.cast import Cast


def _outcome(client: ClientConnection, text: str, channel: str = TALK) -> dict[str, Any]:
    """What became of it; lines of others are left aside."""
    say(client, say=said(text, channel=channel))
    while not {"stored", "declined"} & (frame := hear(client)).keys():
        continue
    return frame


def _by_polling(text: str) -> dict[str, Any]:
    answer = Client().post(
        "/lines/",
        json.dumps({"frames": [{"say": said(text)}]}),
        content_type="application/json",
        headers={"Host": "127.0.0.1", "Authorization": f"Bearer {ADA}"},
    )
    (frame,) = answer.json()["frames"]
    return dict(frame)


@pytest.mark.django_db
def test_all_pages_of_a_reader_have_one_allowance(
    people: Cast, server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saying, "ALLOWANCE_SECONDS", 3600)
    monkeypatch.setattr(saying, "SAYINGS_PER_READER", 3)
    with server.enter(token=ADA) as first, server.enter(token=ADA) as second:
        opened(first)
        opened(second)
        assert _outcome(first, "one")["stored"] == "one"
        assert _outcome(second, "two")["stored"] == "two"
        assert _by_polling("three")["stored"] == "three"
        refused = [_outcome(first, "four"), _outcome(second, "five"), _by_polling("six")]
    with server.enter(token=ADA) as again, server.enter("ayse") as ayse:
        opened(again)
        refused.append(_outcome(again, "seven"))
        assert [frame.get("final") for frame in refused] == [False] * 4
        opened(again, "talk:2")
        assert _outcome(again, "elsewhere", "talk:2")["stored"] == "elsewhere"
        opened(ayse)
        assert _outcome(ayse, "of another")["stored"] == "of another"
    assert talk.texts(TALK) == ["one", "two", "three", "of another"]


def test_an_allowance_of_readers_comes_back_with_time(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saying, "SAYINGS_PER_READER", 1)
    monkeypatch.setattr(saying, "ALLOWANCE_SECONDS", 0.0)
    with server.enter("ayse") as ayse:
        opened(ayse)
        for text in ("one", "two"):
            say(ayse, say=said(text))
        assert [line["text"] for line in lines_of(ayse, 2)] == ["one", "two"]


def test_a_reader_has_so_many_sockets_at_one_channel(
    server: LiveServer, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SOCKETS_PER_READER", 2)
    with server.enter(token=ADA) as stays, server.enter("ayse") as ayse:
        opened(stays)
        with server.enter(token=ADA) as second, server.enter(token=ADA) as third:
            opened(second)
            # The same page once more is no further one.
            opened(second)
            say(third, open={TALK: 0})
            with pytest.raises(ConnectionClosed) as closed:
                hear(third)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1008
            opened(ayse)
            talk.add(TALK, "for those who are in")
            for page in (stays, second, ayse):
                assert lines_of(page, 1)[0]["text"] == "for those who are in"
        until(lambda: _gets_in(server))


def _gets_in(server: LiveServer) -> bool:
    with server.enter(token=ADA) as client:
        say(client, open={TALK: 0})
        try:
            return hear(client)["opened"] == TALK
        except ConnectionClosed:
            return False

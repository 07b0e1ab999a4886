"""One open socket: who is there, what it listens to, and what still has to be sent to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from divan.core.actors import Actor
from divan.realtime.identity import listener_of

Send = Callable[[dict[str, Any]], Awaitable[None]]

# More than the topics of a socket, so that catching up on all of them fits.
BUFFERED_FRAMES = 256
TRY_AGAIN_LATER = 1013
POLICY_VIOLATION = 1008


class Connection:
    """A socket with a bounded buffer. `push` never waits: who does not read is closed, and reloads later."""

    def __init__(self, send: Send, actor: Actor, cookies: Mapping[str, str], now: float) -> None:
        self.actor = actor
        self.cookies = dict(cookies)
        self.topics: set[str] = set()
        self.checked_at = now
        self.closing = False
        self._send = send
        self._frames: deque[str] = deque()
        self._close_code = 0
        self._sending: asyncio.Task[None] | None = None

    @property
    def listener(self) -> str:
        return listener_of(self.actor)

    def push(self, text: str) -> None:
        """Queue a frame; with a full buffer the socket is closed instead with 1013."""
        if self.closing:
            return
        if len(self._frames) >= BUFFERED_FRAMES:
            self.close(TRY_AGAIN_LATER)
            return
        self._frames.append(text)
        self._start()

    def close(self, code: int) -> None:
        """Stop pushing, drop what is queued and close with `code`."""
        if self.closing:
            return
        self.closing = True
        self._close_code = code
        self._frames.clear()
        self._start()

    def _start(self) -> None:
        if self._sending is None or self._sending.done():
            self._sending = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._frames:
                await self._send({"type": "websocket.send", "text": self._frames.popleft()})
            if self.closing:
                await self._send({"type": "websocket.close", "code": self._close_code})
        except (OSError, RuntimeError):
            # The other side has gone; the loop that receives hears of it and forgets the socket.
            self.closing = True
            self._frames.clear()

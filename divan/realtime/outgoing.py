"""What still has to be sent to a socket: a bounded buffer in front of a client that may be slow."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]

# More than the topics of a socket, so that catching up on all of them fits.
BUFFERED_FRAMES = 256
BUFFERED_CHARACTERS = 1024 * 1024
TRY_AGAIN_LATER = 1013
POLICY_VIOLATION = 1008


class Outgoing:
    """Sends frames one after the other. `push` never waits: who does not read is closed, and comes back later."""

    __slots__ = ("_close_code", "_frames", "_send", "_sending", "_size", "closing")

    def __init__(self, send: Send) -> None:
        self.closing = False
        self._send = send
        # Made with the first frame: an idle socket has none.
        self._frames: deque[str] | None = None
        self._size = 0
        self._close_code = 0
        self._sending: asyncio.Task[None] | None = None

    def push(self, text: str) -> None:
        """Queue a frame; with a full buffer the socket is closed instead with 1013."""
        if self.closing:
            return
        if self._frames is None:
            self._frames = deque()
        if len(self._frames) >= BUFFERED_FRAMES or self._size > BUFFERED_CHARACTERS:
            self.close(TRY_AGAIN_LATER)
            return
        self._frames.append(text)
        self._size += len(text)
        self._start()

    def close(self, code: int) -> None:
        """Stop pushing, drop what is queued and close with `code`."""
        if self.closing:
            return
        self.closing = True
        self._close_code = code
        self._forget()
        self._start()

    async def drained(self) -> None:
        """Wait until everything that has been pushed is on its way."""
        if self._sending is not None:
            await asyncio.shield(self._sending)

    def _start(self) -> None:
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._frames:
                text = self._frames.popleft()
                self._size -= len(text)
                await self._send({"type": "websocket.send", "text": text})
            if self.closing:
                await self._send({"type": "websocket.close", "code": self._close_code})
        except (OSError, RuntimeError):
            # The other side has gone; the loop that receives hears of it and forgets the socket.
            self.closing = True
            self._forget()
        finally:
            self._frames = self._frames or None
            self._sending = None

    def _forget(self) -> None:
        self._frames = None
        self._size = 0

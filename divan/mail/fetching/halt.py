"""Being asked to stop, in a form that a thread can wait for together with a socket."""

from __future__ import annotations

import contextlib
import select
import socket


class Halted(Exception):
    """Work was broken off because we were asked to stop."""


class Halt:
    """Like `threading.Event`, and readable as soon as it is set."""

    def __init__(self) -> None:
        self._near, self._far = socket.socketpair()
        self._set = False

    def fileno(self) -> int:
        return self._near.fileno()

    def set(self) -> None:
        if not self._set:
            self._set = True
            with contextlib.suppress(OSError):
                self._far.send(b"!")

    def check(self) -> None:
        """Raise Halted if it is set."""
        if self._set:
            raise Halted

    def is_set(self) -> bool:
        return self._set

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, `seconds` at most; whether it is."""
        if not self._set:
            poll = select.poll()
            poll.register(self, select.POLLIN)
            poll.poll(max(0.0, seconds) * 1000)
        return self._set

    def close(self) -> None:
        self._near.close()
        self._far.close()

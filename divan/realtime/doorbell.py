"""The doorbell: wakes the worker and the live pages, in whatever process they are.

Ring it when a transaction has committed. It only wakes: the rows are the truth, so a ring that is lost
(a full queue, Redis away) costs seconds, never facts. Ringing therefore never raises.
"""

from __future__ import annotations

import select
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Protocol

import structlog
from django.conf import settings

from divan.realtime.presence import Sign
from divan.realtime.rings import NOTE, RIGHTS, Ring, decode, split

log = structlog.get_logger(__name__)


def ring(names: Iterable[str], *, event: int, kind: str) -> None:
    """Tell listeners in every process that `names` (topics and queues) changed by `event` of `kind`."""
    for one in split(names, event, kind):
        _send(one)


def recheck(listener: str) -> None:
    """Have the rights of `listener` ("person:7") asked again on all its open sockets, everywhere."""
    _send(Ring(recheck=listener))


def recheck_channel(channel: str) -> None:
    """Have everybody who reads a channel of lines asked about, everywhere; until then they are told nothing more."""
    _send(Ring((channel,), kind=RIGHTS))


def tell_presence(sign: Sign) -> None:
    """Let every web process know that somebody is at a topic, or has left it."""
    _send(Ring(sign=sign))


def pass_note(channel: str, note: str) -> None:
    """Let every web process pass `note` on to the readers of a channel of lines."""
    _send(Ring((channel,), kind=NOTE, note=note))


def _send(one: Ring) -> None:
    try:
        _transport().send(one)
    except Exception:
        log.exception("the doorbell did not ring", names=one.names[:5])


def _transport() -> ModuleType:
    """The module that carries rings. The client of Redis is large, so only who uses it loads it."""
    return import_module("divan.realtime.remote" if settings.REDIS_URL else "divan.realtime.local")


class Source(Protocol):
    """Where a listener's datagrams come from; `receive` returns b"" or raises BlockingIOError when empty."""

    def fileno(self) -> int: ...
    def receive(self) -> bytes: ...
    def wake(self) -> None: ...
    def close(self) -> None: ...


class Listener:
    """Hears rings. `kind` is "web" for live pages; anything else ("worker") hears queue names.

    An event loop adds `fileno()` as a reader and calls `receive()`; a blocking loop calls `wait()`.
    """

    def __init__(self, kind: str) -> None:
        self._source: Source = _transport().Listener(kind)

    def fileno(self) -> int:
        return self._source.fileno()

    def receive(self) -> list[Ring]:
        """All rings that have arrived; returns at once."""
        heard: list[Ring] = []
        while True:
            try:
                data = self._source.receive()
            except BlockingIOError:
                return heard
            if one := decode(data):
                heard.append(one)

    def wait(self, timeout: float) -> list[Ring]:
        """Rings that arrive within `timeout` seconds; returns as soon as there is one, or on `wake`."""
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        poll.poll(timeout * 1000)
        return self.receive()

    def wake(self) -> None:
        """End a `wait` from another thread or from a signal handler."""
        self._source.wake()

    def close(self) -> None:
        self._source.close()

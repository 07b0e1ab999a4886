"""Rings between machines: one channel of a Redis or Valkey server."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
import time
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from divan.realtime.rings import Ring, decode

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 0.5
# After a failure nobody tries for a while: a request must not wait for a server that is away.
PAUSE_SECONDS = 5.0


def channel() -> str:
    """A name of this installation's own, because channels ignore the number of the Redis database."""
    return f"divan:{hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:16]}:rings"


def send(ring: Ring) -> None:
    """Send `ring` to every process; quietly does nothing while the server is away."""
    _publisher(settings.REDIS_URL).send(ring)


@lru_cache(maxsize=1)
def _publisher(url: str) -> _Publisher:
    return _Publisher(url)


class _Publisher:
    """The connections that this process rings through, and whether the server has just failed."""

    def __init__(self, url: str) -> None:
        self._client = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )
        self._quiet_until = 0.0

    def send(self, ring: Ring) -> None:
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._client.publish(channel(), ring.encode())
        except RedisError as error:
            self._quiet_until = time.monotonic() + PAUSE_SECONDS
            log.warning("the doorbell cannot reach Redis", error=str(error))


class Listener:
    """A thread that hears the channel and passes what concerns this process into a local socket pair."""

    def __init__(self, kind: str) -> None:
        self._is_web = kind == "web"
        self._near, self._far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._near.setblocking(False)
        self._far.setblocking(False)
        self._closed = threading.Event()
        self._subscribed = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="doorbell", daemon=True)
        self._thread.start()
        # What is rung from now on should be heard; a server that is away must not hold up the start.
        self._subscribed.wait(2 * TIMEOUT_SECONDS)

    def fileno(self) -> int:
        return self._near.fileno()

    def receive(self) -> bytes:
        return self._near.recv(65536)

    def wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._far.send(b"")

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._near.close()
        self._far.close()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                self._hear()
            except RedisError as error:
                log.warning("the doorbell lost Redis", error=str(error))
                self._closed.wait(PAUSE_SECONDS)

    def _hear(self) -> None:
        client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=TIMEOUT_SECONDS)
        with client, client.pubsub() as hearing:
            hearing.subscribe(channel())
            while not self._closed.is_set():
                if message := hearing.get_message(timeout=TIMEOUT_SECONDS):
                    self._pass_on(message)

    def _pass_on(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            self._subscribed.set()
        elif (ring := decode(message["data"])) and self._concerns(ring):
            with contextlib.suppress(BlockingIOError):
                self._far.send(message["data"])

    def _concerns(self, ring: Ring) -> bool:
        return ring.for_web if self._is_web else ring.for_workers

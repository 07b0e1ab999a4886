"""One open socket of a page: who is there, what it listens to, and what still has to be sent to it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from divan.core.actors import Actor
from divan.realtime.identity import listener_of
from divan.realtime.outgoing import Outgoing, Send
from divan.realtime.presence import GONE, Sign


class Connection(Outgoing):
    """A socket that hears topics."""

    def __init__(self, send: Send, actor: Actor, cookies: Mapping[str, str], now: float) -> None:
        super().__init__(send)
        self.actor = actor
        self.cookies = dict(cookies)
        self.topics: set[str] = set()
        self.token = secrets.token_urlsafe(6)
        # Where the reader is, as other processes were told last: topic -> state and when.
        self.told: dict[str, tuple[str, float]] = {}
        self.checked_at = now

    @property
    def listener(self) -> str:
        return listener_of(self.actor)

    def sign(self, topic: str, state: str = GONE) -> Sign:
        """What is told about the reader of this page."""
        return Sign(topic, self.listener, self.actor.name, self.token, state, self.actor.photo)

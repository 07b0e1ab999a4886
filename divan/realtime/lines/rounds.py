"""What happens by itself at the door of lines: every second, every half minute, once in a while."""

from __future__ import annotations

import asyncio

import structlog

from divan.realtime.lines.delivering import Delivery
from divan.realtime.lines.passing import Passing
from divan.realtime.lines.places import Places
from divan.realtime.lines.rights import Rights
from divan.realtime.outgoing import TRY_AGAIN_LATER

log = structlog.get_logger(__name__)

ROUND_SECONDS = 1.0
ATTEND_SECONDS = 30.0
# A socket that reads nothing is of no use to anybody.
IDLE_SECONDS = 60.0


class Rounds:
    """One loop for everything, so that nothing has a timer of its own."""

    def __init__(self, places: Places, delivery: Delivery, passing: Passing, rights: Rights) -> None:
        self._places = places
        self._delivery = delivery
        self._passing = passing
        self._rights = rights

    async def go(self) -> None:
        """Go round until cancelled."""
        attend_at = 0.0
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            now = asyncio.get_running_loop().time()
            try:
                self._delivery.look_around()
                await self._passing.flush()
                for name in self._passing.doubtful(now):
                    self._delivery.state_rung(name)
                if now >= attend_at:
                    attend_at = now + ATTEND_SECONDS
                    await self._passing.attend(self._places.all())
                    await self._rights.sweep(now)
                    self._close_idle(now)
            except Exception:
                log.exception("a round at the door of lines failed")

    def _close_idle(self, now: float) -> None:
        for socket in list(self._places.sockets):
            if not socket.places and now - socket.joined_at > IDLE_SECONDS:
                socket.close(TRY_AGAIN_LATER)

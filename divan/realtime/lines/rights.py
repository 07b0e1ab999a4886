"""Rights are asked again when they have changed, and once in a while because a notice can be lost."""

from __future__ import annotations

import asyncio

import structlog

from divan.realtime import identity
from divan.realtime.errands import Errands
from divan.realtime.lines import protocol
from divan.realtime.lines.delivering import Delivery
from divan.realtime.lines.places import LineSocket, Place, Places
from divan.realtime.outgoing import POLICY_VIOLATION, TRY_AGAIN_LATER

log = structlog.get_logger(__name__)

RECHECK_SECONDS = 300.0


class Rights:
    """Takes places away from those who have lost them, and gives others where the feed is another now."""

    def __init__(self, places: Places, delivery: Delivery, errands: Errands) -> None:
        self._places = places
        self._delivery = delivery
        self._errands = errands
        self.channels_changed = 0

    def changed(self, listener: str) -> None:
        """Ask again everything that `listener` holds in this process."""
        for socket in [each for each in self._places.sockets if each.is_of(listener)]:
            self._errands.spawn(self._recheck(socket))

    def channel_changed(self, name: str) -> None:
        """Ask again for every place at the channel. Until the gate has answered, nothing that is said there reaches it."""
        self.channels_changed += 1
        channel = self._places.channels.get(name)
        for place in list(channel.places) if channel is not None else []:
            place.doubts += 1
            self._errands.spawn(self._resolve(place))

    async def _resolve(self, place: Place) -> None:
        """Ask the gate about a place that waits for it. Who cannot be asked about comes again, and is asked then."""
        try:
            await self._ask(place.socket, place)
        except Exception:
            log.exception("rights could not be asked again", channel=place.seat.channel)
            place.socket.close(TRY_AGAIN_LATER)
        finally:
            place.doubts -= 1
        if place.is_due and place.socket.places.get(place.seat.channel) is place:
            await self._delivery.catch_up(place)

    async def sweep(self, now: float) -> None:
        """Ask again what has not been asked for long."""
        long_ago = now - RECHECK_SECONDS
        old = {place.socket for place in self._places.all() if place.checked_at < long_ago}
        for socket in old:
            await self._recheck(socket)

    async def _recheck(self, socket: LineSocket) -> None:
        if not socket.token:
            actor = await self._errands.thread(identity.actor_of, socket.cookies)
            before = identity.listener_of(socket.actor) if socket.actor else ""
            if actor is None or identity.listener_of(actor) != before:
                socket.close(POLICY_VIOLATION)
                for place in list(socket.places.values()):
                    self._places.give_up(place)
                return
            socket.actor = actor
        for place in list(socket.places.values()):
            await self._ask(socket, place)

    async def _ask(self, socket: LineSocket, place: Place) -> None:
        """Ask the gate for one place."""
        name = place.seat.channel
        seat = await self._errands.thread(place.family.seat, name, socket.actor, socket.token)
        if socket.places.get(name) is not place:
            return
        if seat is None:
            self._places.give_up(place)
            socket.tell(protocol.gone(name))
            return
        place.checked_at = asyncio.get_running_loop().time()
        if (seat.feed, seat.listener) == (place.seat.feed, place.seat.listener):
            if seat.may_write != place.seat.may_write:
                socket.tell(protocol.opened(seat))
            place.seat = seat
            return
        # A place of its own, so that rows which are just being read for the old one do not reach the new one.
        self._places.give_up(place)
        other = Place(socket, place.family, seat, 0, place.checked_at)
        self._places.take(other)
        socket.tell(protocol.opened(seat, is_other_feed=True))
        await self._delivery.catch_up(other)

"""Who reads which channel in this process. Lives in the event loop; nothing here waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from divan.core.actors import Actor
from divan.realtime.identity import listener_of
from divan.realtime.lines.families import Family, Seat
from divan.realtime.lines.protocol import Frame, text_of
from divan.realtime.outgoing import Outgoing, Send

# Before the first load nobody knows how far a channel has come.
UNKNOWN = -1


class Allowance:
    """So many of something in every `seconds` seconds of the monotonic clock."""

    __slots__ = ("_ends", "_left", "_limit", "_seconds")

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._left, self._ends = limit, 0.0

    def take(self, now: float) -> bool:
        """Use one; whether there was one."""
        if now >= self._ends:
            self._left, self._ends = self._limit, now + self._seconds
        self._left -= 1
        return self._left >= 0


class LineSocket(Outgoing):
    """An open socket, and who is there: somebody signed in, or whoever holds a token."""

    __slots__ = ("_allowances", "actor", "address", "cookies", "joined_at", "places", "token")

    def __init__(self, send: Send, address: str, cookies: Mapping[str, str], now: float) -> None:
        super().__init__(send)
        self.actor: Actor | None = None
        self.token = ""
        self.address = address
        self.cookies = dict(cookies)
        self.places: dict[str, Place] = {}
        self.joined_at = now
        self._allowances: dict[str, Allowance] = {}

    def tell(self, frame: Frame) -> None:
        """Queue one frame."""
        self.push(text_of(frame))

    def may(self, what: str, limit: int, seconds: float, now: float) -> bool:
        """Whether the socket may do this once more just now."""
        if what not in self._allowances:
            self._allowances[what] = Allowance(limit, seconds)
        return self._allowances[what].take(now)

    def is_of(self, listener: str) -> bool:
        """Whether a change to the rights of `listener` concerns this socket."""
        if self.actor is not None and listener_of(self.actor) == listener:
            return True
        return any(place.seat.listener == listener for place in self.places.values())


@dataclass(slots=True, eq=False)
class Place:
    """One socket at one channel. `sent` is the highest number that was pushed.

    `is_loading`: rows are being read for it, so what is pushed meanwhile waits; `is_due` says that there was such. So it
    waits while the gate is asked whether the place is still theirs: `doubts` counts these questions. `state` is what it
    was last told to be true, as text.
    """

    socket: LineSocket
    family: Family
    seat: Seat
    sent: int
    checked_at: float
    is_loading: bool = False
    is_due: bool = False
    doubts: int = 0
    state: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether nothing may be pushed to it just now."""
        return self.is_loading or self.doubts > 0


class Channel:
    """A channel that somebody reads. All serials up to `marker` were offered to all its places."""

    __slots__ = ("family", "marker", "places")

    def __init__(self, family: Family) -> None:
        self.family = family
        self.marker = UNKNOWN
        self.places: set[Place] = set()


class Places:
    """Channels, and the sockets at them."""

    def __init__(self) -> None:
        self.sockets: set[LineSocket] = set()
        self.channels: dict[str, Channel] = {}
        self.at_address: Counter[str] = Counter()

    def enter(self, socket: LineSocket) -> None:
        self.sockets.add(socket)
        self.at_address[socket.address] += 1

    def leave(self, socket: LineSocket) -> None:
        self.sockets.discard(socket)
        self.at_address[socket.address] -= 1
        if not self.at_address[socket.address]:
            del self.at_address[socket.address]

    def take(self, place: Place) -> None:
        """Let a place hear its channel; its gate has been asked before."""
        name = place.seat.channel
        channel = self.channels.setdefault(name, Channel(place.family))
        channel.places.add(place)
        place.socket.places[name] = place

    def give_up(self, place: Place) -> None:
        name = place.seat.channel
        if place.socket.places.get(name) is place:
            del place.socket.places[name]
        channel = self.channels.get(name)
        if channel is not None:
            channel.places.discard(place)
            if not channel.places:
                del self.channels[name]

    def count(self, seat: Seat) -> int:
        """How many sockets of this process are at the seat."""
        channel = self.channels.get(seat.channel)
        places = channel.places if channel is not None else ()
        return sum(place.seat.listener == seat.listener for place in places)

    def all(self) -> list[Place]:
        return [place for channel in self.channels.values() for place in channel.places]

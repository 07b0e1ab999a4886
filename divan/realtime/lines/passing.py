"""What passes through and is never stored: typing, and where people are. What families keep of it (how far people have
read, who has come and gone) is told to them once a second, together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import structlog

from divan.realtime import doorbell
from divan.realtime.errands import Errands
from divan.realtime.lines import protocol
from divan.realtime.lines.allowances import has_left
from divan.realtime.lines.families import Family, Seat
from divan.realtime.lines.places import Place, Places
from divan.realtime.rings import Ring

log = structlog.get_logger(__name__)

LARGEST_NOTE_BYTES = 2048
# Of one reader at one channel, in all their pages together.
NOTES_PER_READER = 10
ALLOWANCE_SECONDS = 5.0
# Who goes from one page to the next is not gone. It is longer than what families themselves wait before they show it.
GRACE_SECONDS = 10.0

Who = tuple[str, str]
One = TypeVar("One")


class Passing:
    """Notes on their way, how far people have read, and who has just left."""

    def __init__(self, places: Places, errands: Errands) -> None:
        self._places = places
        self._errands = errands
        self._reached: dict[Who, tuple[Family, Seat, int]] = {}
        self._came: dict[Who, Place] = {}
        self._went: dict[Who, tuple[Family, Seat]] = {}
        self._doubtful: dict[str, float] = {}

    def note(self, place: Place, passage: protocol.Passage) -> None:
        """Pass a note on to all processes; too many and too large ones are dropped."""
        if not may_note(place.seat):
            return
        if ring := note_of(place.family, place.seat, passage.content):
            self._errands.spawn(self._errands.thread(doorbell.pass_note, place.seat.channel, ring))

    def hear(self, ring: Ring, now: float) -> None:
        """A note has come: everybody at the channel but its author is told what their feed may know.

        That somebody has left is told to nobody: whoever has another page of theirs open here says so.
        """
        said = json.loads(ring.note)
        for name in ring.names:
            if said.get("left"):
                self._doubtful[name] = now + GRACE_SECONDS
            channel = self._places.channels.get(name)
            for place in list(channel.places) if channel is not None else []:
                if said.get("left") and place.seat.listener == said["who"]:
                    self._came[name, said["who"]] = place
                content = said["feeds"].get(place.seat.feed)
                if content is not None and not place.doubts and place.seat.listener != said["who"]:
                    place.socket.tell(protocol.note(name, said["who"], content))

    def read(self, place: Place, number: int) -> None:
        """Somebody has read so far; nobody has read what they were not sent."""
        who = (place.seat.channel, place.seat.listener)
        before = self._reached[who][2] if who in self._reached else 0
        if number := min(number, place.sent):
            self._reached[who] = (place.family, place.seat, max(before, number))

    def came(self, place: Place) -> None:
        """Somebody is there (again)."""
        who = (place.seat.channel, place.seat.listener)
        self._came[who] = place
        self._went.pop(who, None)

    def went(self, place: Place) -> None:
        """A socket has given up its place: its reader has left, unless another page of theirs is open here."""
        if not self._places.count(place.seat):
            self._went[place.seat.channel, place.seat.listener] = (place.family, place.seat)

    def doubtful(self, now: float) -> list[str]:
        """Channels that somebody left some time ago: now it shows whether they have come back. Each is named once."""
        due = [name for name, moment in self._doubtful.items() if moment <= now]
        for name in due:
            del self._doubtful[name]
        return due

    async def flush(self) -> None:
        """Have the families keep who has come and gone, and how far people have read."""
        came, self._came = self._came, {}
        await self.attend(came.values())
        await self._let_go()
        reached, self._reached = self._reached, {}
        read = [(family, (seat, number)) for family, seat, number in reached.values()]
        for family, so_far in _by_family(read):
            await self._quietly(family.read, so_far)

    async def attend(self, places: Iterable[Place]) -> None:
        """Tell the families who is there, each of them once."""
        present = {(place.seat.channel, place.seat.listener): place for place in places}
        for family, seats in _by_family((place.family, place.seat) for place in present.values()):
            await self._quietly(family.attend, seats)

    async def _let_go(self) -> None:
        """Tell the families who has gone since the last time."""
        went, self._went = self._went, {}
        for family, seats in _by_family(went.values()):
            await self._quietly(tell_left, family, seats)

    async def _quietly(self, work: Callable[..., None], *arguments: Any) -> None:
        """Another second brings another try: nothing of this is worth more than a line in the log."""
        try:
            await self._errands.thread(work, *arguments)
        except Exception:
            log.exception("passing things could not be told")


def _by_family(found: Iterable[tuple[Family, One]]) -> list[tuple[Family, list[One]]]:
    """What belongs to each family, so that it is asked once."""
    families: dict[int, tuple[Family, list[One]]] = {}
    for family, one in found:
        families.setdefault(id(family), (family, []))[1].append(one)
    return list(families.values())


def may_note(seat: Seat) -> bool:
    """Whether the reader may pass on one more note just now; it is used up with the asking."""
    return has_left("note", seat, limit=NOTES_PER_READER, seconds=ALLOWANCE_SECONDS)


def tell_left(family: Family, seats: Sequence[Seat]) -> None:
    """Have the family keep that these seats were left, and every process look whether somebody is there after all."""
    for seat in family.left(seats):
        doorbell.pass_note(seat.channel, json.dumps({"who": seat.listener, "left": True, "feeds": {}}))


def note_of(family: Family, seat: Seat, content: Mapping[str, Any]) -> str:
    """What processes tell each other of a note; empty where there is nothing to pass on."""
    feeds = family.note(seat, content)
    note = json.dumps({"who": seat.listener, "feeds": feeds}, ensure_ascii=False) if feeds else ""
    return note if len(note.encode()) <= LARGEST_NOTE_BYTES else ""

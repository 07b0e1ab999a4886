"""Rooms as live lines: one feed, "room", whose numbers are the serials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from divan.core.actors import Actor
from divan.realtime.lines.families import (
    Content,
    Declined,
    Fresh,
    Saying,
    Seat,
    Stored,
    families,
    key_of,
)
from divan.rooms import access
from divan.rooms.actions.reading import keep_reached
from divan.rooms.actions.saying import LONGEST, Words, say_all
from divan.rooms.queries.lines import fresh_lines, lines_above, state_of

FEED = "room"


class RoomFamily:
    """What the transport asks of rooms (`realtime.lines.families.Family`)."""

    def seat(self, channel: str, actor: Actor | None, token: str) -> Seat | None:
        """Members who are there now and belong to the staff have one; nobody comes with a token."""
        room = access.rooms_of(actor).filter(pk=key_of(channel)).first() if actor else None
        if actor is None or room is None:
            return None
        listener = f"person:{actor.person_id}"
        return Seat(channel, FEED, listener, actor, may_write=room.is_open, known={"name": actor.name})

    def lines(self, seat: Seat, after: int, limit: int) -> list[Content]:
        return list(lines_above(key_of(seat.channel), after, limit))

    def fresh(self, wanted: Mapping[str, int]) -> dict[str, list[Fresh]]:
        found: dict[str, list[Fresh]] = {channel: [] for channel in wanted}
        for line, content in fresh_lines({key_of(channel): serial for channel, serial in wanted.items()}):
            found[f"{access.FAMILY}:{line.room_id}"].append(Fresh(line.serial, {FEED: content}))
        return found

    def say(self, batch: Sequence[Saying]) -> list[Stored | Declined]:
        return say_all([_words(saying) for saying in batch])

    def states(self, channel: str) -> dict[str, Content]:
        state = state_of(key_of(channel))
        return {FEED: state} if state else {}

    def note(self, seat: Seat, content: Content) -> Mapping[str, Content]:
        """Everybody in the room may know that somebody writes, or no longer does."""
        return {FEED: {"typing": bool(content["typing"])}} if "typing" in content else {}

    def read(self, reached: Sequence[tuple[Seat, int]]) -> None:
        furthest: dict[tuple[int, int], int] = {}
        for seat, number in reached:
            place = key_of(seat.channel), seat.actor.person_id
            furthest[place] = max(number, furthest.get(place, 0))
        keep_reached(furthest)

    def attend(self, seats: Sequence[Seat]) -> None:
        """Nothing: nobody waits for a colleague, so rooms keep nobody's presence."""

    def left(self, seats: Sequence[Seat]) -> Sequence[Seat]:
        """Nothing, for the same reason."""
        return ()


def _words(saying: Saying) -> Words:
    """What a page sent, which may be anything."""
    text, files = saying.content.get("text"), saying.content.get("attachments")
    ids = [pk for pk in files if type(pk) is int and 0 < pk < 1 << 63] if isinstance(files, list) else []
    return Words(
        room_id=key_of(saying.seat.channel),
        actor=saying.seat.actor,
        key=saying.key,
        text=text[: LONGEST + 1] if isinstance(text, str) else "",
        attachments=tuple(ids),
    )


def register() -> None:
    """Called once, when the application is ready."""
    families.add(access.FAMILY, RoomFamily())

"""What the tests of rooms begin with."""

from __future__ import annotations

from django.urls import reverse

from divan.accounts.models import User
from divan.realtime.lines.families import Seat
from divan.rooms.actions import Words, say
from divan.rooms.family import RoomFamily
from divan.rooms.models import Room
from tests.support.cast import actor


def tell(room: Room, person: User, text: str, key: str = "", files: tuple[int, ...] = ()) -> int:
    """The person says something in the room; the number of the line."""
    return say(room, Words(room.pk, actor(person), key or f"{text[:30]}", text, files)).serial


def address(name: str, room: Room, /, **more: object) -> str:
    """An address of the room."""
    return reverse(name, kwargs={"room_id": room.pk, **more})


def seat_of(room: Room, person: User) -> Seat | None:
    """The person's seat at the live lines of the room."""
    return RoomFamily().seat(room.channel, actor(person), "")

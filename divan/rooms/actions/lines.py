"""Adding lines to rooms and telling their pages. The caller holds the lock of the room."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from divan.accounts.models import User
from divan.core import clock
from divan.realtime import doorbell
from divan.rooms.access import OWN_ROOMS
from divan.rooms.models import Room, RoomLine, RoomMember


def add_line(room: Room, kind: RoomLine.Kind, person: User) -> RoomLine:
    """Note that somebody came or went, for everybody who reads the room."""
    room.last_serial += 1
    room.last_line_at = clock.now()
    room.save(update_fields=["last_serial", "last_line_at"])
    line = RoomLine.objects.create(
        room=room, serial=room.last_serial, kind=kind, person=person, at=room.last_line_at
    )
    ring_lines([room])
    return line


def ring_lines(rooms: Iterable[Room]) -> None:
    """Wake the pages of these rooms and of their members once the transaction is through."""
    written = list(rooms)
    for room in written:
        transaction.on_commit(partial(doorbell.ring, [room.channel], event=room.last_serial, kind="lines"))
    present = RoomMember.objects.filter(room__in=written, left_at=None)
    ring_people(present.values_list("user_id", flat=True).distinct())


def announce(room: Room) -> None:
    """Something else than its lines is true of the room now: its name, its people, how far they have read."""
    transaction.on_commit(partial(doorbell.ring, [room.channel], event=room.last_serial, kind="state"))


def ring_people(people: Iterable[int]) -> None:
    """Have the lists of rooms of these people look again."""
    topics = [f"{OWN_ROOMS}:{person}" for person in people]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="rooms"))


def ask_rights_again(people: Iterable[int]) -> None:
    """Their sockets lose, or get, what the gate says now."""
    for person in people:
        transaction.on_commit(partial(doorbell.recheck, f"person:{person}"))

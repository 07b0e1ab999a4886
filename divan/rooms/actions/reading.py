"""How far members have read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.db.models import F

from divan.core.actors import Actor
from divan.realtime import doorbell
from divan.rooms.access import places_of
from divan.rooms.actions.lines import announce, ring_people
from divan.rooms.models import Room, RoomMember, RoomMention


def mark_read(room: Room, serial: int, *, actor: Actor) -> None:
    """The actor has read the lines up to `serial`."""
    with transaction.atomic():
        if place := places_of(actor).filter(room=room).first():
            keep_reached({(place.room_id, place.user_id): serial})


def keep_reached(reached: Mapping[tuple[int, int], int]) -> None:
    """Keep for (room, person) up to which line they have read; no mark goes back or beyond what is there."""
    rooms = Room.objects.in_bulk({room for room, _person in reached})
    with transaction.atomic():
        for (room_id, person), serial in sorted(reached.items()):
            if room := rooms.get(room_id):
                _keep(room, person, min(serial, room.last_serial))


def _keep(room: Room, person: int, serial: int) -> None:
    place = RoomMember.objects.filter(room=room, user_id=person, left_at=None)
    behind = place.filter(read__lt=serial)
    unread = RoomMention.objects.filter(serial__gt=F("member__read"), serial__lte=serial)
    named = unread.filter(member__in=behind).exists()
    if not behind.update(read=serial):
        return
    announce(room)
    ring_people([person])
    if named:  # the bell has counted it
        transaction.on_commit(partial(doorbell.ring, [f"person:{person}"], event=0, kind="room.read"))

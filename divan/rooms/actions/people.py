"""Who is in a room."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.rooms.access import locked_room
from divan.rooms.actions.lines import add_line, announce, ask_rights_again, ring_people
from divan.rooms.actions.opening import MOST_PEOPLE, colleagues
from divan.rooms.models import Room, RoomLine, RoomMember


def add_people(room: Room, people: Collection[int], *, actor: Actor) -> list[User]:
    """Let colleagues in, who read everything that was written before; who is there already stays. Tells who has come.

    Raises Refused for the room of two, which stays theirs, and when it would get too full.
    """
    with transaction.atomic():
        row = locked_room(room, actor)
        if row.pair:
            raise Refused(_("A direct conversation stays between two. Open a room for more."), field="people")
        present = set(row.members.filter(left_at=None).values_list("user_id", flat=True))
        coming = [person for person in colleagues(people) if person.pk not in present]
        if len(present) + len(coming) > MOST_PEOPLE:
            raise Refused(_("Name fewer people."), field="people")
        for person in coming:
            _let_in(row, person)
        if coming:
            announce(row)
            ask_rights_again(person.pk for person in coming)
        return coming


def leave_room(room: Room, *, actor: Actor) -> None:
    """Go, and read nothing there any more. Raises Refused for the last one and in a room of two."""
    _take_out(room, actor.person_id, actor)


def remove_from_room(room: Room, person_id: int, *, actor: Actor) -> None:
    """Take somebody out; only who has opened the room may, everybody else leaves by themselves."""
    if actor.person_id not in (room.creator_id, person_id):
        raise NotAllowed(f"take {person_id} out of room {room.pk}")
    _take_out(room, person_id, actor)


def _let_in(room: Room, person: User) -> None:
    """What is new to them begins with their coming."""
    now = clock.now()
    place, is_first = RoomMember.objects.get_or_create(
        room=room, user=person, defaults={"joined_at": now, "read": room.last_serial}
    )
    if not is_first:
        place.left_at, place.read = None, room.last_serial
        place.save(update_fields=["left_at", "read"])
    add_line(room, RoomLine.Kind.JOINED, person)


def _take_out(room: Room, person_id: int, actor: Actor) -> None:
    with transaction.atomic():
        row = locked_room(room, actor)
        if row.pair:
            raise Refused(_("A direct conversation stays between two."))
        place = row.members.filter(user_id=person_id, left_at=None).select_related("user").first()
        if place is None:
            return
        if not row.members.filter(left_at=None).exclude(pk=place.pk).exists():
            raise Refused(_("Somebody has to stay in the room. Close it instead."))
        place.left_at = clock.now()
        place.save(update_fields=["left_at"])
        add_line(row, RoomLine.Kind.LEFT, place.user)
        announce(row)
        ring_people([person_id])
        ask_rights_again([person_id])

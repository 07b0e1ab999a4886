"""What is true of a room: its name, and whether anybody writes in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.rooms.access import locked_room
from divan.rooms.actions.lines import announce, ask_rights_again, ring_people
from divan.rooms.actions.opening import title_in
from divan.rooms.models import Room


def rename_room(room: Room, name: str, *, actor: Actor) -> Room:
    """Call the room something else; raises Refused for a direct one, which is called after its people."""
    title = title_in(name)
    with transaction.atomic():
        row = _locked_group(room, actor)
        _keep(row, "name", title)
        return row


def close_room(room: Room, *, actor: Actor) -> Room:
    """Nobody writes there until it is reopened; its members go on reading and finding what was said."""
    return _set_open(room, actor, is_open=False)


def reopen_room(room: Room, *, actor: Actor) -> Room:
    """Go on writing in a closed room."""
    return _set_open(room, actor, is_open=True)


def _set_open(room: Room, actor: Actor, *, is_open: bool) -> Room:
    with transaction.atomic():
        row = _locked_group(room, actor)
        if _keep(row, "is_open", is_open):
            ask_rights_again(_present(row))
        return row


def _keep(room: Room, field: str, value: object) -> bool:
    """Keep it and tell everybody who is there; False if it was so already."""
    if getattr(room, field) == value:
        return False
    setattr(room, field, value)
    room.save(update_fields=[field])
    announce(room)
    ring_people(_present(room))
    return True


def _locked_group(room: Room, actor: Actor) -> Room:
    row = locked_room(room, actor)
    if row.pair:
        raise Refused(_("This is possible in rooms of several people only."))
    return row


def _present(room: Room) -> list[int]:
    return list(room.members.filter(left_at=None).values_list("user_id", flat=True))

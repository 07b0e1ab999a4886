"""The gate of rooms: whoever is a member now, whatever their role. No role opens a room."""

from __future__ import annotations

from django.db.models import F, QuerySet

from divan.conversations.models import Attachment
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.rooms.models import Room, RoomLine, RoomMember, RoomMention

FAMILY = "room"
# The topic of one person at which all their rooms are heard: something is new in one of them.
OWN_ROOMS = "rooms"


def places_of(actor: Actor) -> QuerySet[RoomMember]:
    """The actor's places in rooms: none for customers, and none for who has left."""
    if not (actor.is_authenticated and actor.is_staff):
        return RoomMember.objects.none()
    return RoomMember.objects.filter(user_id=actor.person_id, left_at=None)


def rooms_of(actor: Actor) -> QuerySet[Room]:
    """The rooms in which the actor is now."""
    return Room.objects.filter(pk__in=places_of(actor).values("room_id"))


def room_for(actor: Actor, room_id: int) -> Room:
    """The actor's room with that id; raises NotAllowed for any other, which looks like a missing one."""
    return one_of(rooms_of(actor).filter(pk=room_id), f"room {room_id}")


def locked_room(room: Room, actor: Actor) -> Room:
    """The current row, locked, after the gate has agreed. The caller holds the transaction."""
    Room.objects.select_for_update().filter(pk=room.pk).first()
    return room_for(actor, room.pk)


def lines_for(actor: Actor) -> QuerySet[RoomLine]:
    """Everything that the actor reads in rooms."""
    return RoomLine.objects.filter(room_id__in=places_of(actor).values("room_id"))


def mentions_of(actor: Actor) -> QuerySet[RoomMention]:
    """Where the actor was named in what they have not read yet."""
    return RoomMention.objects.filter(member__in=places_of(actor), serial__gt=F("member__read"))


def file_of(room: Room, attachment_id: int) -> Attachment:
    """A file of a room that the gate has given; raises NotAllowed for any other."""
    of_room = Attachment.objects.filter(message__conversation_id=room.conversation_id)
    return one_of(of_room.filter(pk=attachment_id), f"file {attachment_id}")


def may_listen(actor: Actor, key: str) -> bool:
    """Topic `rooms:<person>`: something is new in one of their rooms. Everybody hears only of their own."""
    return actor.is_authenticated and actor.is_staff and key == str(actor.person_id)

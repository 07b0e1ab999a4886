"""The lines of rooms as pages and sockets show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from divan.conversations.files import SHOWN_INLINE
from divan.conversations.models import Attachment
from divan.rooms.models import Room, RoomLine, RoomMember

PAGE = 50


def contents(lines: QuerySet[RoomLine]) -> list[tuple[RoomLine, dict[str, Any]]]:
    """Each of these lines with what is shown of it, in the order of the rooms (two queries)."""
    rows = lines.select_related("message", "person").prefetch_related("message__attachments")
    return [(line, _content(line)) for line in rows.order_by("room_id", "serial")]


def lines_above(room_id: int, serial: int, limit: int) -> list[dict[str, Any]]:
    """The lines of a room after that one, oldest first."""
    newer = RoomLine.objects.filter(room_id=room_id, serial__gt=serial, serial__lte=serial + limit)
    return [content for _line, content in contents(newer)]


def lines_up_to(room: Room, serial: int) -> list[dict[str, Any]]:
    """A page of lines that ends with that one, oldest first, each also with its `moment`."""
    page = RoomLine.objects.filter(room=room, serial__gt=serial - PAGE, serial__lte=serial)
    return [{**content, "moment": line.at} for line, content in contents(page)]


def fresh_lines(wanted: dict[int, int]) -> list[tuple[RoomLine, dict[str, Any]]]:
    """The lines of these rooms (id: serial) above the given serials."""
    condition = Q(pk__in=[])
    for room, serial in wanted.items():
        condition |= Q(room_id=room, serial__gt=serial)
    return contents(RoomLine.objects.filter(condition))


def state_of(room_id: int) -> dict[str, Any] | None:
    """What is true of a room now, as its pages show it."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        return None
    people = [
        {"key": f"person:{place.user_id}", "name": str(place.user), "read": place.read}
        for place in present_in(room)
    ]
    return {"name": room.name, "state": "open" if room.is_open else "closed", "people": people}


def present_in(room: Room) -> Iterable[RoomMember]:
    """Who is in the room now, by name."""
    return room.members.filter(left_at=None).select_related("user").order_by("user__name", "user_id")


def _content(line: RoomLine) -> dict[str, Any]:
    message = line.message
    name = str(line.person) if line.person else message.author_name if message else ""
    shown: dict[str, Any] = {
        "n": line.serial,
        "kind": line.kind,
        "at": line.at.isoformat(),
        "who": {
            "key": f"person:{line.person_id or 0}",
            "name": name,
            "title": "",
            "side": "expert",
            "photo": line.person.photo_url if line.person else "",
        },
    }
    if message is None:
        return shown
    files = [_file(line.room_id, file) for file in message.attachments.all()]
    key = (message.client_key or "").partition(":")[2]
    return {**shown, "text": message.text, "lang": message.language, "files": files, "key": key}


def _file(room_id: int, file: Attachment) -> dict[str, Any]:
    named = {"room_id": room_id, "room_file_id": file.pk, "name": file.name}
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.size,
        "type": file.content_type if file.content_type in SHOWN_INLINE else "",
        "url": reverse("room_file", kwargs=named),
    }

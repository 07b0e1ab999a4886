"""Where a person was named in what they have not read: told among the notifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from divan.core.actors import Actor
from divan.rooms.access import mentions_of
from divan.rooms.models import RoomLine
from divan.rooms.queries.rooms import titles_of

MOST = 50
SNIPPET = 160


@dataclass(frozen=True, slots=True)
class News:
    """A line that names the reader."""

    room_id: int
    room: str
    serial: int
    by: str
    text: str
    at: datetime


def news_of(actor: Actor) -> list[News]:
    """The newest lines that name the actor and that they have not read (one query if there are none)."""
    rows = mentions_of(actor).order_by("-pk").values_list("member__room_id", "serial")[:MOST]
    wanted = list(rows)
    if not wanted:
        return []
    lines = RoomLine.objects.filter(
        room_id__in={room for room, _serial in wanted}, serial__in={serial for _room, serial in wanted}
    ).select_related("message", "room")
    found = {(line.room_id, line.serial): line for line in lines}
    titles = titles_of([line.room for line in found.values()], actor)
    return [_news(found[place], titles) for place in wanted if place in found]


def _news(line: RoomLine, titles: dict[int, str]) -> News:
    text, by = (line.message.text, line.message.author_name) if line.message else ("", "")
    return News(line.room_id, titles[line.room_id], line.serial, by, text[:SNIPPET], line.at)

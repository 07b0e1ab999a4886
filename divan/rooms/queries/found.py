"""Searching what was said in rooms: the gate of search lets members through and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from divan.core.actors import Actor
from divan.rooms.access import FAMILY, lines_for
from divan.rooms.queries.rooms import titles_of
from divan.search.queries import Query, find, marker, snippet

LONGEST = 200
PAGE = 30


@dataclass(frozen=True, slots=True)
class Result:
    """A line that was found; it is shown in its room."""

    room_id: int
    room: str
    serial: int
    by: str
    at: datetime
    excerpt: SafeString
    language: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of them and where the next one begins (empty at the end)."""

    lines: list[Result]
    after: str


def found_in_rooms(actor: Actor, words: str, language: str, *, after: str = "") -> Results:
    """What the actor's rooms say about `words`, the best first (four queries besides those of the index)."""
    query = Query(words[:LONGEST], languages=(language,))
    page = find(query, actor=actor, kind=FAMILY, limit=PAGE, after=after)
    ids = [hit.object_id for hit in page.hits]
    rows = lines_for(actor).filter(pk__in=ids).select_related("message", "room").in_bulk()
    titles = titles_of([line.room for line in rows.values()], actor)
    marks = marker(query)
    lines = []
    for line in (rows[pk] for pk in ids if pk in rows):
        if message := line.message:
            excerpt = snippet(message.text, marks, message.language)
            named = line.room_id, titles[line.room_id], line.serial, message.author_name, line.at
            lines.append(Result(*named, excerpt, message.language))
    return Results(lines, page.after)

"""Lines of rooms as search finds them: each for itself, and for the members of its room alone.

Who is in a room changes without its lines being indexed again: the index knows the room, the gate its members.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from divan.core.actors import Actor
from divan.rooms.access import FAMILY, lines_for, places_of
from divan.rooms.models import RoomLine
from divan.search.documents import Document, Kind, Passage, View, document_kinds


def register() -> None:
    """Make what is said in rooms known to search."""
    document_kinds.add(FAMILY, _LINES)


def _load(ids: Iterable[int]) -> list[Document]:
    """The documents of these lines, in two queries."""
    rows = RoomLine.objects.filter(pk__in=set(ids), kind=RoomLine.Kind.SAID).order_by("pk")
    return [
        _document(line) for line in rows.select_related("message").prefetch_related("message__attachments")
    ]


def _document(line: RoomLine) -> Document:
    message = line.message
    if message is None:
        return Document(line.pk)
    files = [Passage(file.name, "en") for file in message.attachments.all()]
    return Document(
        object_id=line.pk,
        public=(Passage(message.text, message.language), Passage(message.author_name, "en"), *files),
        facets=(_facet(line.room_id),),
    )


def _views(actor: Actor) -> tuple[View, ...]:
    rooms = tuple(places_of(actor).order_by("room_id").values_list("room_id", flat=True))
    return (View(partial(lines_for, actor), facets=tuple(map(_facet, rooms))),) if rooms else ()


def _facet(room_id: int) -> str:
    return f"r{room_id}"


_LINES = Kind(code=6, label=_("Rooms"), load=_load, objects=RoomLine.objects.all, views=_views)

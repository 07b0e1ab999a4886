"""The list of a person's rooms, what is new in them, and whom they could write to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Substr

from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.cursors import cursor_behind, place_of
from divan.core.l10n.folding import fold
from divan.rooms.access import places_of
from divan.rooms.models import Room, RoomLine, RoomMember

MOST = 100
MOST_FOUND = 50
SNIPPET = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A room in the list of one of its members. A direct one is called after the other person and has their photo."""

    id: int
    name: str
    is_direct: bool
    is_open: bool
    at: datetime
    unread: int
    snippet: str
    by: str
    photo: str = ""


def places(actor: Actor, *, older: str = "") -> tuple[list[Place], str]:
    """The actor's rooms behind the cursor `older`, the ones with the newest line first, and the cursor of what comes
    after them (empty at the end; two queries).
    """
    said = RoomLine.objects.filter(room=OuterRef("room_id"), kind=RoomLine.Kind.SAID).order_by("-serial")
    rows = (
        _behind(place_of(older), places_of(actor))
        .annotate(
            unread=F("room__last_serial") - F("read"),
            snippet=Subquery(said.values(short=Substr("message__text", 1, SNIPPET))[:1]),
            by=Subquery(said.values("message__author_name")[:1]),
        )
        .order_by("-room__last_line_at", "-room_id")
        .values_list(
            *("room_id", "room__name", "room__pair", "room__is_open", "room__last_line_at"),
            *("unread", "snippet", "by"),
        )[: MOST + 1]
    )
    found = list(rows)
    shown = found[:MOST]
    others = _others([row[0] for row in shown if row[2]], actor)
    listed = [_listed(row, others.get(row[0])) for row in shown]
    return listed, cursor_behind(listed[-1].at, listed[-1].id) if len(found) > MOST else ""


def _behind(place: tuple[datetime, int] | None, rows: QuerySet[RoomMember]) -> QuerySet[RoomMember]:
    if place is None:
        return rows
    moment, room_id = place
    return rows.filter(Q(room__last_line_at__lt=moment) | Q(room__last_line_at=moment, room_id__lt=room_id))


def _listed(row: tuple[Any, ...], other: User | None) -> Place:
    pk, name, pair, is_open, at, unread, snippet, by = row
    shown = name or (str(other) if other else "")
    photo = other.photo_url if other else ""
    return Place(pk, shown, bool(pair), is_open, at, unread, snippet or "", by or "", photo)


def unread_of(actor: Actor) -> int:
    """How many lines the actor has not read (one query)."""
    behind = places_of(actor).filter(room__last_serial__gt=F("read"))
    return behind.aggregate(lines=Sum(F("room__last_serial") - F("read")))["lines"] or 0


def title_of(room: Room, actor: Actor) -> str:
    """What the room is called for the actor."""
    return titles_of([room], actor)[room.pk]


def titles_of(rooms: list[Room], actor: Actor) -> dict[int, str]:
    """What these rooms are called for the actor, by id."""
    others = _others([room.pk for room in rooms if room.pair], actor)
    return {room.pk: room.name or str(others.get(room.pk, "")) for room in rooms}


def colleagues_named(actor: Actor, words: str, *, without: set[int] | None = None) -> list[User]:
    """Colleagues whose name or address has a word that begins with `words`, by name; not the actor."""
    wanted = fold(words.strip())
    rows = _colleagues(actor).exclude(pk__in=without or ())
    fitting = (one for one in rows if not wanted or f" {wanted}" in f" {fold(one.name)} {fold(one.email)}")
    return [one for _place, one in zip(range(MOST_FOUND), fitting, strict=False)]


def choices_for(actor: Actor, *, without: set[int] | None = None) -> list[tuple[int, str]]:
    """Every colleague but the actor and those, by name, for a list of boxes."""
    return [(one.pk, str(one)) for one in _colleagues(actor).exclude(pk__in=without or ())]


def _colleagues(actor: Actor) -> QuerySet[User]:
    staff = User.objects.filter(is_active=True, role__is_staff=True).exclude(pk=actor.person_id)
    return staff.order_by("name", "pk")


def _others(direct: list[int], actor: Actor) -> dict[int, User]:
    """The other person of each direct room."""
    rows = RoomMember.objects.filter(room_id__in=direct).exclude(user_id=actor.person_id)
    return {place.room_id: place.user for place in rows.select_related("user")} if direct else {}

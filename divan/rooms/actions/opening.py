"""Opening rooms: one with a name for several, and the direct one of two people."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.actions import start_conversation
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.rooms.actions.lines import ring_people
from divan.rooms.models import Room, RoomMember

MOST_PEOPLE = 200
LONGEST_NAME = 100


def open_direct(person: User, *, actor: Actor) -> Room:
    """The room of the actor and one colleague, which there is once whoever opens it and however often.

    Raises Refused for oneself and for who is no colleague.
    """
    _require_staff(actor)
    if not colleagues([person.pk]):
        raise Refused(_("Choose a colleague."), field="person")
    if person.pk == actor.person_id:
        raise Refused(_("Choose somebody else than yourself."), field="person")
    pair = "-".join(str(pk) for pk in sorted((person.pk, actor.person_id)))
    return _once("", [person.pk, actor.person_id], actor, pair=pair)


def open_room(name: str, people: Collection[int], *, key: str = "", actor: Actor) -> Room:
    """A room with a name, for the actor and these colleagues; the same `key` of one person is one room.

    Raises Refused without a name or anybody.
    """
    _require_staff(actor)
    title = title_in(name)
    others = [person.pk for person in colleagues(people) if person.pk != actor.person_id]
    if not others:
        raise Refused(_("Choose at least one colleague."), field="people")
    drawn = f"{actor.person_id}:{key or secrets.token_urlsafe(18)}"
    return _once(title, [*others, actor.person_id], actor, client_key=drawn)


def colleagues(ids: Collection[int]) -> list[User]:
    """Active staff with these ids; raises Refused if there are more than fit into a room."""
    if len(set(ids)) > MOST_PEOPLE:
        raise Refused(_("Name fewer people."), field="people")
    return list(User.objects.filter(pk__in=set(ids), is_active=True, role__is_staff=True).order_by("pk"))


def title_in(name: str) -> str:
    """The name of a room as it is kept; raises Refused for an empty one."""
    title = " ".join(name.replace("\x00", "").split())[:LONGEST_NAME]
    if not title:
        raise Refused(_("Give the room a name."), field="name")
    return title


def _once(name: str, people: Collection[int], actor: Actor, **mark: str) -> Room:
    """The room with that mark, which is made now if there is none."""
    try:
        # Of two who open it in the same moment one meets the constraint, and finds the other's.
        with transaction.atomic():
            return Room.objects.filter(**mark).first() or _made(name, people, actor, mark)
    except IntegrityError:
        return Room.objects.get(**mark)


def _made(name: str, people: Collection[int], actor: Actor, mark: Mapping[str, str]) -> Room:
    now = clock.now()
    room = Room.objects.create(
        name=name,
        conversation=start_conversation(),
        creator_id=actor.id,
        created_at=now,
        last_line_at=now,
        **mark,
    )
    RoomMember.objects.bulk_create(RoomMember(room=room, user_id=pk, joined_at=now) for pk in people)
    ring_people(people)
    return room


def _require_staff(actor: Actor) -> None:
    if not (actor.is_authenticated and actor.is_staff):
        raise NotAllowed("rooms")

"""What somebody keeps of a list for themselves: how it is shown, and that its number is worth counting."""

from __future__ import annotations

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.tickets.models import PersonalList
from divan.tickets.queries.looks import Look


@transaction.atomic
def keep_look(place: str, look: Look, *, actor: Actor) -> PersonalList:
    """Show the list `place` to the actor in this way from now on."""
    if not actor.is_staff:
        raise NotAllowed("lists")
    row, _created = PersonalList.objects.select_for_update().get_or_create(
        person_id=actor.person_id, place=place
    )
    if row.look != look.stored:
        row.look = look.stored
        row.save(update_fields=["look"])
    return row


def note_opened(place: str, *, actor: Actor) -> None:
    """The actor looks at a list today: for some days the worker counts what is in it for them."""
    today = clock.now().date().toordinal()
    PersonalList.objects.update_or_create(
        person_id=actor.person_id, place=place, defaults={"opened_on": today}
    )

"""Who is in a side thread."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.consulting.actions.threads import colleagues, let_in, locked_thread, name_people, tell
from divan.consulting.events.threads import SideThreadPeopleChanged
from divan.consulting.models.threads import SideThread, SideThreadPerson
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.realtime import doorbell
from divan.tickets.actions import withdraw
from divan.tickets.log import batch
from divan.tickets.models import Because


def add_to_side_thread(
    thread: SideThread, people: Collection[int], *, actor: Actor, by_mention: bool = False
) -> SideThread:
    """Name more colleagues, who read everything that was written before, and see the ticket.

    With `by_mention` they are told that a message called them by name.
    """
    with transaction.atomic(), batch():
        row = locked_thread(thread, actor)
        known = set(row.people.values_list("user_id", flat=True))
        named = [person for person in colleagues(people, without=actor.person_id) if person.pk not in known]
        if not named:
            return row
        let_in(row.ticket, named, actor)
        joined = tuple(person.pk for person in named)
        name_people(row, joined)
        tell(row, SideThreadPeopleChanged(thread=row.pk, joined=joined, by_mention=by_mention), actor)
        return row


def remove_from_side_thread(thread: SideThread, person_id: int, *, actor: Actor) -> None:
    """Take somebody out: oneself, or anybody if one has opened the thread. They lose what it let them see.

    Raises Refused for the last one, because nobody could ever read the thread again.
    """
    with transaction.atomic(), batch():
        row = locked_thread(thread, actor)
        if actor.person_id not in (person_id, row.creator_id):
            raise NotAllowed(f"take {person_id} out of side thread {row.pk}")
        leaving = row.people.filter(user_id=person_id)
        if not leaving.exists():
            return
        if row.people.count() == 1:
            raise Refused(_("Somebody has to stay in the side thread. Close it instead."))
        leaving.delete()
        tell(row, SideThreadPeopleChanged(thread=row.pk, left=(person_id,)), actor)
        if not SideThreadPerson.objects.filter(thread__ticket=row.ticket, user_id=person_id).exists():
            withdraw(row.ticket, User.objects.get(pk=person_id), because=Because.SIDE_THREAD, actor=actor)
        transaction.on_commit(partial(doorbell.recheck, f"person:{person_id}"))

"""Who takes part in a ticket besides its requester: people in Cc see it as customers do and get its answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from divan.accounts.models import User
from divan.core.actors import Actor
from divan.realtime import doorbell
from divan.tickets.actions.locking import locked
from divan.tickets.events import ParticipantsChanged
from divan.tickets.log import record
from divan.tickets.models import GuestLink, Participant, Ticket


def copy_in(ticket: Ticket, people: Iterable[User], *, actor: Actor) -> Ticket:
    """Let people take part. Those who do already, and the requester, are passed over."""
    return _change(ticket, joining={person.pk for person in people}, leaving=set(), actor=actor)


def leave_out(ticket: Ticket, people: Iterable[User], *, actor: Actor) -> Ticket:
    """Let people no longer take part; the links that they were sent end with it."""
    return _change(ticket, joining=set(), leaving={person.pk for person in people}, actor=actor)


def set_participants(ticket: Ticket, people: Iterable[User], *, actor: Actor) -> Ticket:
    """Exactly these people take part from now on, besides the requester."""
    wanted = {person.pk for person in people}
    with transaction.atomic():
        row = locked(ticket, "copy_in", actor)
        leaving = _participants(row) - wanted
        return _change(row, joining=wanted, leaving=leaving, actor=actor)


def _change(ticket: Ticket, *, joining: set[int], leaving: set[int], actor: Actor) -> Ticket:
    with transaction.atomic():
        row = locked(ticket, "copy_in", actor)
        present = _participants(row)
        joined = sorted(joining - present - {row.requester_id})
        left = sorted(leaving & present)
        if not joined and not left:
            return row
        Participant.objects.bulk_create([Participant(ticket=row, user_id=user) for user in joined])
        Participant.objects.filter(ticket=row, user_id__in=left).delete()
        GuestLink.objects.filter(ticket=row, user_id__in=set(left) - {row.requester_id}).delete()
        for user in left:
            transaction.on_commit(partial(doorbell.recheck, f"person:{user}"))
        record(row, ParticipantsChanged(joined=tuple(joined), left=tuple(left)), actor=actor)
        return row


def _participants(ticket: Ticket) -> set[int]:
    return set(Participant.objects.filter(ticket=ticket).values_list("user_id", flat=True))

"""Following a ticket: hearing what happens to it without being responsible for it.

Following is not an event: it is of the follower alone, and customers never hear of it.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.realtime import doorbell
from divan.tickets.actions.locking import locked
from divan.tickets.models import Follower, Ticket


def follow(ticket: Ticket, *, actor: Actor) -> None:
    """Tell the actor from now on what happens to the ticket."""
    with transaction.atomic():
        row = locked(ticket, "follow", actor)
        _made, is_new = Follower.objects.get_or_create(
            user_id=actor.person_id, ticket=row, defaults={"created_at": clock.now()}
        )
        if is_new:
            _ring(row)


def unfollow(ticket: Ticket, *, actor: Actor) -> None:
    """Tell the actor no longer; whoever lost the right to see the ticket may still stop."""
    with transaction.atomic():
        if Follower.objects.filter(user_id=actor.person_id, ticket_id=ticket.pk).delete()[0]:
            _ring(ticket)


def _ring(ticket: Ticket) -> None:
    """The list of followers on open pages of the desk looks again."""
    transaction.on_commit(partial(doorbell.ring, [f"desk:{ticket.pk}"], event=0, kind="follower"))

"""Tickets that have to do with each other."""

from __future__ import annotations

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.actions.locking import locked
from divan.tickets.events import TicketLinked
from divan.tickets.log import record
from divan.tickets.models import Link, Ticket


def link(ticket: Ticket, other: Ticket, *, actor: Actor) -> Link | None:
    """Let the desk find `other` from `ticket` and back. A ticket is not linked to itself: None.

    Nobody sees more of either ticket by it.
    """
    if ticket.pk == other.pk:
        return None
    with transaction.atomic():
        row = locked(ticket, "link", actor)
        access.require(actor, "see", other)
        made, is_new = Link.objects.get_or_create(
            ticket=row, other=other, kind=Link.Kind.RELATED, defaults={"created_at": clock.now()}
        )
        if is_new:
            record(row, TicketLinked(ticket=other.pk), actor=actor)
        return made

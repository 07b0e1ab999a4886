"""Tickets that have to do with each other."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from divan.core import clock
from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.actions.locking import locked_pair
from divan.tickets.events import TicketLinked, TicketUnlinked
from divan.tickets.log import record
from divan.tickets.models import Link, Ticket


def link(
    ticket: Ticket, other: Ticket, *, actor: Actor, kind: str = Link.Kind.RELATED, backwards: bool = False
) -> Link | None:
    """Let the desk find `other` from `ticket` and back. A ticket is not linked to itself: None.

    `kind` is what `ticket` is to the other, or `backwards` what the other is to it. Two tickets have one link: another
    kind takes the place of the old one. Nobody sees more of either ticket by it.
    """
    if ticket.pk == other.pk:
        return None
    with transaction.atomic():
        row, there = locked_pair(ticket, other)
        access.require(actor, "link", row)
        access.require(actor, "see", there)
        start, end = (there, row) if backwards else (row, there)
        found = _between(row, there).first()
        if found and found.kind == kind and (found.ticket_id == start.pk or kind == Link.Kind.RELATED):
            return found
        _between(row, there).delete()
        made = Link.objects.create(ticket=start, other=end, kind=kind, created_at=clock.now())
        record(row, TicketLinked(ticket=there.pk, link=kind, is_back=backwards), actor=actor)
        return made


def unlink(ticket: Ticket, other: Ticket, *, actor: Actor) -> None:
    """Take back that two tickets have to do with each other, whatever it was."""
    with transaction.atomic():
        row, there = locked_pair(ticket, other)
        access.require(actor, "link", row)
        access.require(actor, "see", there)
        if _between(row, there).delete()[0]:
            record(row, TicketUnlinked(ticket=there.pk), actor=actor)


def _between(one: Ticket, other: Ticket) -> QuerySet[Link]:
    return Link.objects.filter(Q(ticket=one, other=other) | Q(ticket=other, other=one))

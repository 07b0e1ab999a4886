"""Unread marks (T10). Reading is not an event: it changes nothing that anybody else sees."""

from __future__ import annotations

from divan.core import clock
from divan.core.actors import Actor
from divan.tickets.models import ReadMark, Ticket


def mark_read(ticket: Ticket, *, actor: Actor) -> None:
    """The actor has seen the ticket as it is now."""
    if actor.id is None:
        return
    ReadMark.objects.bulk_create(
        [ReadMark(user_id=actor.id, ticket_id=ticket.pk, seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=["user", "ticket"],
        update_fields=["seen_at"],
    )

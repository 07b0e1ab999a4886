"""Every verb begins by locking its ticket, so that two of them never work from the same old row."""

from __future__ import annotations

from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.models import Ticket


def locked(ticket: Ticket, verb: str, actor: Actor) -> Ticket:
    """The current row, locked until the transaction ends, after the gate has agreed to `verb`."""
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    access.require(actor, verb, row)
    return row

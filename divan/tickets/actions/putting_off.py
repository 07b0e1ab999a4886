"""Putting a ticket off until a time, and what brings it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.finishing import hold, wait
from divan.tickets.actions.locking import locked
from divan.tickets.events import TicketSnoozed, TicketWoken
from divan.tickets.log import batch, record
from divan.tickets.models import Status, Ticket

LONGEST = timedelta(days=2 * 366)


def snooze(ticket: Ticket, until: datetime, *, actor: Actor, status: str = "") -> Ticket:
    """Leave the ticket out of the lists until that moment, or until the customer writes.

    With `status` it waits meanwhile: for the requester (pending) or for a third party (on hold). Raises Refused
    for a moment that has passed or is years away, and for a finished ticket.
    """
    now = clock.now()
    if not now < until <= now + LONGEST:
        raise Refused(_("Choose a time that is still to come, within two years."), field="until")
    with transaction.atomic(), batch():
        row = locked(ticket, "snooze", actor)
        if not row.is_open:
            raise Refused(_("This ticket is finished."))
        if status == Status.PENDING:
            row = wait(row, actor=actor)
        elif status == Status.ON_HOLD:
            row = hold(row, actor=actor)
        if row.snoozed_until == until:
            return row
        before = int(row.snoozed_until.timestamp()) if row.snoozed_until else None
        row.snoozed_until = until
        snoozed = TicketSnoozed(until=int(until.timestamp()), before=before)
        record(row, snoozed, actor=actor, changed=["snoozed_until"])
        return row


def wake(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Bring a ticket back into the lists: somebody wants it now, or (the system) its time has come."""
    with transaction.atomic():
        row = locked(ticket, "wake", actor)
        if row.snoozed_until is None:
            return row
        if actor.is_system and row.snoozed_until > clock.now():
            return row  # put off again since it was found
        row.snoozed_until = None
        reason = "time" if actor.is_system else "person"
        record(row, TicketWoken(reason=reason), actor=actor, changed=["snoozed_until"])
        return row

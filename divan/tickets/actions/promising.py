"""Promising the requester a day (D7)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.locking import locked
from divan.tickets.events import TicketPromised
from divan.tickets.log import record
from divan.tickets.models import Ticket

LONGEST = timedelta(days=2 * 366)


def promise(ticket: Ticket, day: date | None, *, actor: Actor) -> Ticket:
    """Tell the requester by which day the work will be done; None takes the promise back.

    Raises Refused for a day that has passed (in the actor's zone) or is years away, and for a finished ticket.
    """
    today = timezone.localdate(clock.now())
    if day is not None and not today <= day <= today + LONGEST:
        raise Refused(_("Choose a day that is still to come, within two years."), field="day")
    with transaction.atomic():
        row = locked(ticket, "promise", actor)
        if row.promised_on == day:
            return row
        if not row.is_open:
            raise Refused(_("This ticket is finished."))
        row.promised_on = day
        said = (day.year, day.month, day.day) if day else ()
        record(row, TicketPromised(day=said), actor=actor, changed=["promised_on"])
        return row

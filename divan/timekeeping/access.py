"""The gate of time: who may see a ticket at the desk logs time on it; entries belong to who made them."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.core.actors import Actor, Right
from divan.core.rows import one_of
from divan.tickets.access import STAFF_RIGHTS, on_desk
from divan.tickets.models import Ticket
from divan.timekeeping.models import TimeEntry

COSTS = "time.costs"
RATES = "settings.manage"


def register() -> None:
    """Make the verb known to the gate of tickets."""
    STAFF_RIGHTS.add("log_time", Right.SEE)


def entries_of(actor: Actor, ticket: Ticket) -> QuerySet[TimeEntry]:
    """The entries of a ticket on whose desk side the actor stands."""
    return TimeEntry.objects.filter(ticket__in=on_desk(actor).filter(pk=ticket.pk))


def own_entry(actor: Actor, entry_id: int, number: str = "") -> TimeEntry:
    """The actor's own entry with that id, on the ticket of that number if one is given; NotAllowed for any other."""
    rows = TimeEntry.objects.filter(person_id=actor.person_id, ticket__in=on_desk(actor))
    rows = rows.filter(ticket__number=number) if number else rows
    return one_of(rows.filter(pk=entry_id).select_related("ticket"), f"time entry {entry_id}")

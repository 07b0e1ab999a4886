"""Reads of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from divan.accounts.models import Role
from divan.core.actors import Actor
from divan.tickets.models import Ticket
from divan.timekeeping.access import COSTS, RATES, entries_of
from divan.timekeeping.actions.timers import seconds_of
from divan.timekeeping.models import Currency, HourlyRate, TimeEntry, Timer


@dataclass(frozen=True, slots=True)
class TicketTime:
    """What was spent on a ticket. `cost` is None for those who may not see it, and without any rate."""

    entries: Sequence[TimeEntry]
    minutes: int
    billable: int
    cost: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The actor's clock: seconds so far, whether it runs, and on which ticket."""

    seconds: int
    runs: bool
    ticket_id: int
    number: str


def time_of(actor: Actor, ticket: Ticket) -> TicketTime:
    """The entries of a ticket, oldest first, and their sums."""
    entries = list(entries_of(actor, ticket).select_related("person").order_by("on", "pk"))
    costs = [entry.cost for entry in entries if entry.cost is not None] if actor.may(COSTS) else []
    return TicketTime(
        entries=entries,
        minutes=sum(entry.minutes for entry in entries),
        billable=sum(entry.minutes for entry in entries if entry.is_billable),
        cost=sum(costs, Decimal(0)) if costs else None,
        currency=currency() if costs else "",
    )


def clock_of(actor: Actor) -> Clock | None:
    """The actor's clock, wherever it runs."""
    timer = Timer.objects.filter(person_id=actor.person_id or 0).select_related("ticket").first()
    if timer is None:
        return None
    return Clock(seconds_of(timer), timer.started_at is not None, timer.ticket_id, timer.ticket.number)


def currency() -> str:
    """The code of the currency of all rates."""
    return Currency.objects.values_list("code", flat=True).first() or "EUR"


def rates(actor: Actor) -> list[tuple[Role, Decimal | None]]:
    """All roles of the staff, each with what an hour costs."""
    known = dict(HourlyRate.objects.values_list("role_id", "amount")) if actor.may(RATES) else {}
    return [(role, known.get(role.pk)) for role in Role.objects.filter(is_staff=True)]

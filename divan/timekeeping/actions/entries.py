"""Entries: log, correct, remove. Each is told in the log of the ticket."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets import access
from divan.tickets.log import record
from divan.tickets.models import Ticket
from divan.timekeeping.access import own_entry
from divan.timekeeping.events import TimeCorrected, TimeLogged, TimeRemoved
from divan.timekeeping.models import LONGEST_DAY, Activity, HourlyRate, TimeEntry


@dataclass(frozen=True)
class Spent:
    """What somebody says about their time: whole minutes, at most a day."""

    minutes: int
    on: date
    activity: str = Activity.WORK
    is_billable: bool = False
    note: str = ""


def log_time(ticket: Ticket, spent: Spent, *, actor: Actor) -> TimeEntry:
    """Keep the actor's own time on the ticket, at the rate that their role has now."""
    with transaction.atomic():
        access.require(actor, "log_time", Ticket.objects.select_for_update().get(pk=ticket.pk))
        return log_measured(ticket, spent, actor=actor)


def log_measured(ticket: Ticket, spent: Spent, *, actor: Actor) -> TimeEntry:
    """The same for what a clock has measured. The gate was asked when it was started: whoever has lost the ticket
    since did spend the time, and must be able to end their clock.
    """
    _require_possible(spent)
    with transaction.atomic():
        row = Ticket.objects.select_for_update().get(pk=ticket.pk)
        entry = TimeEntry.objects.create(
            ticket=row,
            person_id=actor.person_id,
            rate=_rate_of(actor),
            created_at=clock.now(),
            **asdict(spent),
        )
        record(row, TimeLogged(entry=entry.pk, minutes=entry.minutes), actor=actor)
        return entry


def correct_time(entry: TimeEntry, spent: Spent, *, actor: Actor) -> TimeEntry:
    """Other minutes, day or words; the rate stays that of the day when it was logged."""
    _require_possible(spent)
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=entry.ticket_id)
        row = own_entry(actor, entry.pk)
        before = row.minutes
        changed = [name for name, value in asdict(spent).items() if getattr(row, name) != value]
        if not changed:
            return row
        for name in changed:
            setattr(row, name, getattr(spent, name))
        row.save(update_fields=changed)
        told = TimeCorrected(entry=row.pk, minutes=row.minutes, minutes_before=before)
        record(ticket, told, actor=actor)
        return row


def remove_time(entry: TimeEntry, *, actor: Actor) -> None:
    """Take an own entry back."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=entry.ticket_id)
        row = own_entry(actor, entry.pk)
        minutes = row.minutes
        row.delete()
        record(ticket, TimeRemoved(minutes=minutes), actor=actor)


def _require_possible(spent: Spent) -> None:
    if not 1 <= spent.minutes <= LONGEST_DAY:
        raise Refused(_("An entry has at least a minute and at most a day."), field="time")
    # Tomorrow is today already somewhere.
    if spent.on > clock.now().date() + timedelta(days=1):
        raise Refused(_("This day is in the future."), field="on")
    if spent.activity not in Activity.values:
        raise Refused(_("Choose an activity."), field="activity")


def _rate_of(actor: Actor) -> Decimal | None:
    person = User.objects.filter(pk=actor.person_id).only("role_id").first()
    rows = HourlyRate.objects.filter(role_id=person.role_id if person else 0)
    return rows.values_list("amount", flat=True).first()

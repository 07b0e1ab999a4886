"""The clock of a person: it runs on one ticket at a time, and what it measured becomes an entry."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.realtime import doorbell
from divan.tickets import access
from divan.tickets.models import Ticket
from divan.timekeeping.actions.entries import Spent, log_measured
from divan.timekeeping.models import LONGEST_DAY, TimeEntry, Timer


def start_timer(ticket: Ticket, *, actor: Actor) -> Timer:
    """Let the clock run on this ticket. One that runs or stands on another is logged there first."""
    with transaction.atomic():
        access.require(actor, "log_time", ticket)
        timer = _locked(actor)
        if timer and timer.ticket_id != ticket.pk:
            _log(timer, actor)
            timer = None
        if timer is None:
            # Two windows may start at once: the person has one clock, and the second finds it.
            timer, is_new = Timer.objects.get_or_create(
                person_id=actor.person_id or 0, defaults={"ticket": ticket, "started_at": clock.now()}
            )
            if is_new:
                _tell(actor)
                return timer
        if timer.started_at is None:
            timer.started_at = clock.now()
            timer.save(update_fields=["started_at"])
            _tell(actor)
        return timer


def pause_timer(*, actor: Actor) -> Timer | None:
    """Let the clock stand still; what it measured is kept. None if there is no clock."""
    with transaction.atomic():
        timer = _locked(actor)
        if timer and timer.started_at:
            timer.kept_seconds, timer.started_at = seconds_of(timer), None
            timer.save(update_fields=["kept_seconds", "started_at"])
            _tell(actor)
        return timer


def stop_timer(*, actor: Actor, note: str = "") -> TimeEntry:
    """End the clock: what it measured, in begun minutes, becomes an entry of today."""
    with transaction.atomic():
        timer = _locked(actor)
        if timer is None:
            raise Refused(_("No clock is running."))
        return _log(timer, actor, note)


def discard_timer(*, actor: Actor) -> None:
    """End the clock without an entry."""
    with transaction.atomic():
        Timer.objects.filter(person_id=actor.person_id).delete()
        _tell(actor)


def seconds_of(timer: Timer) -> int:
    """Seconds that the clock has measured until now."""
    running = (clock.now() - timer.started_at).total_seconds() if timer.started_at else 0
    return timer.kept_seconds + max(0, int(running))


def _tell(actor: Actor) -> None:
    """The clock stands in every open window of its person; no event of the ticket speaks of it."""
    transaction.on_commit(partial(doorbell.ring, [f"person:{actor.id}"], event=0, kind="clock"))


def _locked(actor: Actor) -> Timer | None:
    rows = Timer.objects.select_for_update(of=("self",)).filter(person_id=actor.person_id or 0)
    return rows.select_related("ticket").first()


def _log(timer: Timer, actor: Actor, note: str = "") -> TimeEntry:
    minutes = min(LONGEST_DAY, max(1, -(-seconds_of(timer) // 60)))
    ticket = timer.ticket
    timer.delete()
    _tell(actor)
    spent = Spent(minutes=minutes, on=timezone.localdate(clock.now()), note=note)
    return log_measured(ticket, spent, actor=actor)

"""Regular work on tickets: solved ones are closed after some days, with a word of warning before (T20), and those
that were put off come back when it is time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from divan.accounts.installation import installation
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.schedules import every
from divan.tickets.actions import announce_closing, close, wake
from divan.tickets.events import CloseAnnounced
from divan.tickets.models import CloseReason, Event, Status, Ticket

BATCH = 200
WARNING = timedelta(days=1)


@every("close solved tickets", timedelta(minutes=10))
def close_solved() -> None:
    """Warn a day ahead, then close. A ticket is closed only a full day after its warning.

    The installation says after how many days, or the ticket's type does; 0 means never. Each ticket is a transaction of its own, and
    what one run does not reach, the next one does.
    """
    here = installation()
    if here is None or here.close_after_days == 0:
        return
    now, days = clock.now(), timedelta(days=here.close_after_days)
    for ticket in _solved(before=now - days + WARNING).exclude(_announced(before=now))[:BATCH]:
        announce_closing(ticket, actor=SYSTEM, days=WARNING.days)
    for ticket in _solved(before=now - days).filter(_announced(before=now - WARNING))[:BATCH]:
        close(ticket, actor=SYSTEM, reason=ticket.close_reason or CloseReason.RESOLVED)


@every("wake snoozed tickets", timedelta(minutes=1))
def wake_snoozed() -> None:
    """Bring back what was put off until now, the oldest first; what one run does not reach, the next one does."""
    due = Ticket.objects.filter(snoozed_until__lte=clock.now()).order_by("snoozed_until", "id")
    for ticket in due[:BATCH]:
        wake(ticket, actor=SYSTEM)


def _solved(*, before: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(status=Status.SOLVED, solved_at__lte=before).order_by("solved_at", "id")


def _announced(*, before: datetime) -> Exists:
    """Whether the closing was announced by then, since the ticket was last solved."""
    return Exists(
        Event.objects.filter(
            ticket_id=OuterRef("pk"),
            kind=CloseAnnounced.kind,
            at__gte=OuterRef("solved_at"),
            at__lte=before,
        )
    )

"""The worker's side of a job: some tickets a turn, in a short transaction each, until none is left.

What happened to a ticket and that it happened are written together, so a crash at any point neither repeats nor
forgets one. Rights are asked for each ticket when it is done, as those that the starter has then.
"""

from __future__ import annotations

import threading
import time

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_by_id
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import claimable
from divan.tickets.bulk.effects import bulk_effects
from divan.tickets.bulk.starting import end
from divan.tickets.log import batch
from divan.tickets.models import BulkItem, BulkJob, Ticket

log = structlog.get_logger(__name__)

SLICE = 50
SLICE_SECONDS = 0.1
"""A slice holds the one write lock of SQLite, and nobody else is to wait longer than that for it."""
PAUSE_SECONDS = 0.02
"""Between slices, so that those who wait for the lock get it."""
SLICES_A_TURN = 10
_LONGEST_REASON = 300

Outcome = BulkItem.Outcome


def pump(stop: threading.Event) -> bool:
    """A few slices of every job that is at work; True if there was any."""
    worked = False
    for job_id in list(_at_work().values_list("pk", flat=True)):
        for _slice in range(SLICES_A_TURN):
            if stop.is_set():
                return worked
            if not work_on(job_id):
                break
            worked = True
            stop.wait(PAUSE_SECONDS)
    return worked


def work_on(job_id: int) -> bool:
    """Do the next slice of a job; False when it has ended or somebody else is at it."""
    with transaction.atomic():
        job = claimable(_at_work().filter(pk=job_id)).first()
        if job is None:
            return False
        if job.started_at is None:
            job.started_at = clock.now()
            job.save(update_fields=["started_at"])
        starter = actor_by_id(job.starter_id)
        with translation.override(starter.language if starter else None), batch(job.batch):
            _slice_of(job, starter)
        if not job.items.filter(outcome=Outcome.WAITING).exists():
            end(job, BulkJob.State.DONE)
    return True


def _at_work() -> QuerySet[BulkJob]:
    return BulkJob.objects.filter(state=BulkJob.State.WAITING).order_by("pk")


def _slice_of(job: BulkJob, starter: Actor | None) -> None:
    """As many tickets as there is time for; one at least."""
    waiting = job.items.filter(outcome=Outcome.WAITING).select_related("ticket").order_by("pk")
    until = time.monotonic() + SLICE_SECONDS
    done: list[BulkItem] = []
    for item in list(waiting[:SLICE]):
        item.outcome, item.reason = _done_to(job, item.ticket, starter)
        done.append(item)
        if time.monotonic() > until:
            break
    BulkItem.objects.bulk_update(done, ["outcome", "reason"])


def _done_to(job: BulkJob, ticket: Ticket, starter: Actor | None) -> tuple[str, str]:
    """What became of one ticket, and the reason if it is as before. A failure undoes only its own ticket."""
    if starter is None:
        return Outcome.REFUSED, _("Whoever started this may not sign in any more.")
    try:
        with transaction.atomic():
            said = bulk_effects[job.effect].apply(ticket, job.values, starter)
    except Refused as refusal:
        return Outcome.REFUSED, refusal.message[:_LONGEST_REASON]
    except NotAllowed:
        return Outcome.REFUSED, _("You may not do this with this ticket.")
    except DatabaseError:
        raise  # says nothing about this ticket: the job gets another turn
    except Exception:
        log.exception("bulk effect failed", job=job.pk, ticket=ticket.pk)
        return Outcome.REFUSED, _("Something went wrong. An administrator finds it in the log.")
    after = Ticket.objects.filter(pk=ticket.pk).values_list("last_seq", flat=True).get()
    return (
        Outcome.CHANGED if after != ticket.last_seq else Outcome.SAME,
        said[:_LONGEST_REASON] if isinstance(said, str) else "",
    )

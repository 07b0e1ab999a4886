"""Starting, stopping and taking back a job; who may look at one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.rows import one_of
from divan.realtime import doorbell
from divan.tickets.models import BulkItem, BulkJob

AT_ONCE = 25
"""So many tickets are changed before the page is answered; more are left to the worker."""
UNDO = "undo"
_CHUNK = 1000


def jobs_of(actor: Actor) -> QuerySet[BulkJob]:
    """The jobs that the actor has started; nobody else sees them."""
    return BulkJob.objects.filter(starter_id=actor.id) if actor.is_staff else BulkJob.objects.none()


def to_look_at(actor: Actor) -> QuerySet[BulkJob]:
    """The actor's jobs that have ended and that they have not looked at."""
    return jobs_of(actor).filter(seen_at=None).exclude(ended_at=None)


def job_for(actor: Actor, job_id: int) -> BulkJob:
    """The actor's own job with that id; raises NotAllowed for any other."""
    return one_of(jobs_of(actor).filter(pk=job_id), f"bulk job {job_id}")


def start(effect: str, tickets: Sequence[int], values: Mapping[str, Any], *, actor: Actor) -> BulkJob:
    """Store the job with its tickets; from then on it will be done, whatever happens to this process."""
    if not tickets:
        raise Refused(_("Choose at least one ticket."))
    with transaction.atomic():
        job = _stored(effect, len(tickets), values, actor)
        _put_in(job, tickets)
        _wake(job)
    return job


def stop(job: BulkJob, *, actor: Actor) -> BulkJob:
    """Do nothing more; what is done stays done and can be taken back."""
    with transaction.atomic():
        row = _locked(job, actor)
        if row.is_at_work:
            end(row, BulkJob.State.STOPPED)
        return row


def undo(job: BulkJob, *, actor: Actor) -> BulkJob:
    """Take back what a job changed, as a job of its own. Asked again it returns the one that is there."""
    with transaction.atomic():
        row = _locked(job, actor)
        if row.is_at_work or row.undoes_id:
            raise Refused(_("This cannot be undone now."))
        if there := BulkJob.objects.filter(undoes=row).first():
            return there
        changed = row.items.filter(outcome=BulkItem.Outcome.CHANGED).order_by("ticket_id")
        tickets = list(changed.values_list("ticket_id", flat=True))
        if not tickets:
            raise Refused(_("Nothing was changed, so there is nothing to undo."))
        back = _stored(UNDO, len(tickets), {"batch": str(row.batch)}, actor, undoes=row)
        _put_in(back, tickets)
        _wake(back)
        return back


def look_at(job: BulkJob, *, actor: Actor) -> None:
    """The starter has seen how it ended."""
    if job.starter_id == actor.id and job.ended_at and job.seen_at is None:
        job.seen_at = clock.now()
        job.save(update_fields=["seen_at"])


def end(row: BulkJob, state: str) -> None:
    """The locked job ends here; its starter is told when the transaction commits."""
    row.state, row.ended_at = state, clock.now()
    row.save(update_fields=["state", "ended_at"])
    transaction.on_commit(partial(doorbell.ring, [f"person:{row.starter_id}"], event=0, kind="bulk"))


def _stored(
    effect: str, total: int, values: Mapping[str, Any], actor: Actor, undoes: BulkJob | None = None
) -> BulkJob:
    return BulkJob.objects.create(
        starter_id=actor.person_id,
        effect=effect,
        values=dict(values),
        batch=uuid.uuid4(),
        undoes=undoes,
        total=total,
        created_at=clock.now(),
    )


def _put_in(job: BulkJob, tickets: Sequence[int]) -> None:
    BulkItem.objects.bulk_create((BulkItem(job=job, ticket_id=pk) for pk in tickets), batch_size=_CHUNK)


def _wake(job: BulkJob) -> None:
    transaction.on_commit(partial(doorbell.ring, ["deliveries"], event=0, kind="bulk"))


def _locked(job: BulkJob, actor: Actor) -> BulkJob:
    row = BulkJob.objects.select_for_update().get(pk=job.pk)
    if row.starter_id != actor.id:
        raise NotAllowed(f"bulk job {job.pk}")
    return row

"""How far a job is, for its card and for the notifications of its starter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.core import clock
from divan.core.actors import Actor
from divan.tickets.access import visible_to
from divan.tickets.bulk.effects import bulk_effects
from divan.tickets.bulk.starting import jobs_of
from divan.tickets.models import BulkItem, BulkJob
from divan.ui.formats import number

LISTED = 200
"""So many refused tickets are named on the page of a job."""
_SOON = timedelta(seconds=5)
_Outcome = BulkItem.Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """A job and its numbers. `left` is how long it will still take, None while nobody can say."""

    job: BulkJob
    title: str
    changed: int
    same: int
    refused: int
    waiting: int
    left: timedelta | None
    undone_by: int | None

    @property
    def minutes_left(self) -> int:
        return int(self.left.total_seconds() + 30) // 60 if self.left else 0

    @property
    def ended(self) -> int:
        return self.job.total - self.waiting

    @property
    def may_undo(self) -> bool:
        """Whether its starter may still ask to take it back."""
        ended = not self.job.is_at_work and not self.job.undoes_id
        return ended and self.changed > 0 and self.undone_by is None

    @property
    def said(self) -> str:
        """One sentence about where it stands."""
        values = {"num": number(self.changed), "total": number(self.job.total)}
        if self.job.is_at_work:
            return _("%(done)s of %(total)s tickets done.") % {**values, "done": number(self.ended)}
        if self.job.undoes_id:
            return (
                ngettext("Undone for %(num)s ticket.", "Undone for %(num)s tickets.", self.changed) % values
            )
        return ngettext("%(num)s ticket changed.", "%(num)s tickets changed.", self.changed) % values


def progress_of(job: BulkJob) -> Progress:
    """The numbers of a job as they are now, in two queries."""
    counts: Mapping[str, int] = dict(
        BulkItem.objects.filter(job=job).order_by().values_list("outcome").annotate(Count("id"))
    )
    waiting = counts.get(_Outcome.WAITING, 0)
    return Progress(
        job=job,
        title=_title(job),
        changed=counts.get(_Outcome.CHANGED, 0),
        same=counts.get(_Outcome.SAME, 0),
        refused=counts.get(_Outcome.REFUSED, 0),
        waiting=waiting,
        left=_left(job, waiting) if job.is_at_work else None,
        undone_by=BulkJob.objects.filter(undoes=job).values_list("pk", flat=True).first(),
    )


def _title(job: BulkJob) -> str:
    """The name of what is done; of an undo, what is taken back."""
    if job.undoes is not None:
        return _("Undo: %(what)s") % {"what": _title(job.undoes)}
    effect = bulk_effects.get(job.effect)
    return effect.title if effect else job.effect


def _left(job: BulkJob, waiting: int) -> timedelta | None:
    done = job.total - waiting
    if job.started_at is None or not done:
        return None
    gone = clock.now() - job.started_at
    return max(gone / done * waiting, _SOON)


def to_explain(actor: Actor, job: BulkJob) -> list[dict[str, Any]]:
    """Tickets of the job that stayed as they were, or about which there is something to say, each with the reason.

    Those that the actor may not see any more are not named.
    """
    said = job.items.exclude(reason="").filter(ticket__in=visible_to(actor)).order_by("id")
    columns = ("ticket__number", "ticket__subject", "ticket__language", "reason")
    return [dict(row) for row in said.values(*columns)[:LISTED]]


def to_tell(actor: Actor) -> list[Progress]:
    """The actor's jobs that are at work, or have ended and were not looked at, the newest first."""
    jobs = jobs_of(actor).filter(seen_at=None).select_related("undoes").order_by("-id")
    return [progress_of(job) for job in jobs[:20]]

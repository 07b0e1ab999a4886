"""One change to many tickets, worked off piece by piece: the job, and what became of each of its tickets."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class BulkJob(models.Model):
    """Somebody wants the same done to many tickets.

    `effect` names the verb and `values` hold what it needs. All events of the job are one `batch`, so that
    whoever is told of them is told once. `undoes` is the job that this one takes back. A job that has ended is
    told to its starter until they have looked at it (`seen_at`).
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("bulk job", "At work")
        DONE = "done", pgettext_lazy("bulk job", "Done")
        STOPPED = "stopped", pgettext_lazy("bulk job", "Stopped")

    starter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    effect = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    batch = models.UUIDField()
    undoes = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A job is taken back once, however often somebody asks for it.
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="a_job_is_undone_once"
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="bulk_jobs_at_work", condition=Q(state="waiting")),
            models.Index(
                fields=["starter", "-id"], name="bulk_jobs_to_tell", condition=Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Whether there are tickets left that it will still be done to."""
        return self.state == self.State.WAITING


class BulkItem(models.Model):
    """A ticket of a job. The outcome is written in the transaction that does the work: a crash repeats nothing.

    `reason` is the sentence that the starter reads when the verb refused, in their language.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("bulk outcome", "Not yet")
        CHANGED = "changed", pgettext_lazy("bulk outcome", "Changed")
        SAME = "same", pgettext_lazy("bulk outcome", "It was so already")
        REFUSED = "refused", pgettext_lazy("bulk outcome", "Not possible")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "ticket"], name="a_ticket_once_a_job")]
        indexes = [models.Index(fields=["job", "outcome", "id"], name="bulk_items_by_outcome")]

    def __str__(self) -> str:
        return f"{self.ticket_id} of {self.job_id}"

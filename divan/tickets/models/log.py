"""The append-only event log and the deliveries that its durable readers still owe."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """What happened to a ticket. Rows are never updated or deleted, except to shred personal data.

    `cause` is the event that led to this one, `batch` binds what one request did, `public` is what a
    customer may see.
    """

    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    actor_kind = models.CharField(max_length=10)
    cause = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.UUIDField()
    public = models.BooleanField()
    origin = models.CharField(max_length=6, default="live")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="one_event_a_seq")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """An event that a durable reader has not handled yet; removed in the transaction that handles it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    reader = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    is_dead = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["event", "reader"], name="one_delivery_a_reader")]
        indexes = [
            models.Index(
                fields=["reader", "due_at", "id"], name="delivery_due", condition=models.Q(is_dead=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} for {self.reader}"

"""What somebody is to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """One line for one person about one batch: its most telling event.

    `kind` and `created_at` are the event's, kept here so that lists need not read the log.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    event = models.ForeignKey("tickets.Event", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    batch = models.UUIDField()
    created_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-event"], name="notifications_newest"),
            models.Index(fields=["user"], name="notifications_unread", condition=models.Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="one_notification_an_event"),
            models.UniqueConstraint(fields=["user", "batch"], name="one_notification_a_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

"""Side threads: a few named colleagues talk about a ticket, beside its conversation and seen by nobody else (T7)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SideThread(models.Model):
    """A conversation of its own, whose messages are internal and never among those of the ticket.

    `client_key` makes a repeated submission one thread.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=200)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    is_open = models.BooleanField(default=True)
    client_key = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "client_key"], name="one_thread_a_submission")
        ]

    def __str__(self) -> str:
        return f"side thread {self.pk}"


class SideThreadPerson(models.Model):
    """Somebody who is named in a side thread. `seen_message` is the newest message that they have read."""

    thread = models.ForeignKey(SideThread, on_delete=models.CASCADE, related_name="people", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_message = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="named_once_in_a_side_thread")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}"

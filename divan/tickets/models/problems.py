"""What a ticket is really about, in the words of the desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ProblemStatement(models.Model):
    """The problem of a ticket and what caused it, kept apart from the conversation; customers never see it (T3).

    `version` grows with every change: whoever writes says which one they had before them.
    """

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, primary_key=True, related_name="statement"
    )
    text = models.TextField()
    cause = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"problem of {self.ticket_id}"

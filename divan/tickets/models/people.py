"""People around a ticket besides its requester and assignee."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Participant(models.Model):
    """Somebody in CC: sees the ticket as a customer does and gets its public messages."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="one_participation")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.ticket_id}"


class Follower(models.Model):
    """Somebody of the staff who is told what happens to a ticket. Customers never hear of it."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="one_follower_a_ticket")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.ticket_id}"


class ReadMark(models.Model):
    """How far a person has read a ticket; what is newer is unread (T10)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="one_mark_a_reader")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.ticket_id}"


class GuestLink(models.Model):
    """A random link in a mail that opens one ticket without an account. Only its hash is stored."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.ticket_id}"


class LinkRequest(models.Model):
    """Somebody without an account asks for a new link to a ticket.

    Every request becomes a row, whether the ticket exists or not, so that the answer, and the time it
    takes, tells nothing (SECURITY class 13). The worker looks the ticket up and removes the row.
    """

    number = models.CharField(max_length=40)
    email = models.CharField(max_length=254)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number

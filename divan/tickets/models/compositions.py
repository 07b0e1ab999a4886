"""What an agent writes before it is a message: drafts, and what is sent later or may still be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class Composition(models.Model):
    """Something written on the desk that is not in the conversation yet (B3).

    One draft for each author, ticket and mode; it is stored while they type, so it survives a crash and
    follows them to another device. Sending turns it into a waiting one with `send_at`: a few seconds later,
    so that it can be taken back, or at the chosen time. The worker makes the message of it then, in the
    author's name and with the rights that they have at that moment. `adapted` says which articles and earlier
    answers it was written from (rows of `sources.as_rows`). What somebody new has written waits in `review` until
    a `reviewer` approves it.
    """

    class Mode(models.TextChoices):
        REPLY = "reply", pgettext_lazy("composition", "Reply")
        NOTE = "note", pgettext_lazy("composition", "Note")
        FORWARD = "forward", pgettext_lazy("composition", "Forward")
        NEW = "new", pgettext_lazy("composition", "New mail")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("composition", "Draft")
        REVIEW = "review", pgettext_lazy("composition", "Waits for review")
        WAITING = "waiting", pgettext_lazy("composition", "Will be sent")
        SENT = "sent", pgettext_lazy("composition", "Sent")
        FAILED = "failed", pgettext_lazy("composition", "Could not be sent")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.CASCADE, null=True, related_name="compositions"
    )
    group = models.ForeignKey("accounts.Group", on_delete=models.CASCADE, null=True, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    recipients = models.JSONField(default=list)
    attachments = models.JSONField(default=list)
    adapted = models.JSONField(default=list)
    then = models.CharField(max_length=8, blank=True)
    forwarded = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    seen_message = models.PositiveBigIntegerField(default=0)
    client_key = models.CharField(max_length=64, unique=True)
    send_at = models.DateTimeField(null=True)
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "ticket", "mode"],
                condition=Q(state="draft", ticket__isnull=False),
                name="one_draft_a_mode",
            )
        ]
        indexes = [
            models.Index(fields=["send_at", "id"], name="compositions_due", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="compositions_to_review", condition=Q(state="review")),
            models.Index(fields=["ticket", "state"], name="compositions_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"composition {self.pk}"

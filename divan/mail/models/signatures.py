"""How letters of a group begin and end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Signature(models.Model):
    """Salutation and signature of a group in one language; those of one of its mailboxes go before.

    Both are plain text with the placeholders `{name}` (the reader), `{agent}` (who writes) and `{group}`.
    """

    group = models.ForeignKey("accounts.Group", on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    salutation = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["group", "mailbox", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "language"], condition=Q(mailbox__isnull=True), name="one_signature_a_group"
            ),
            models.UniqueConstraint(
                fields=["mailbox", "language"],
                condition=Q(mailbox__isnull=False),
                name="one_signature_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return f"signature of group {self.group_id} in {self.language}"

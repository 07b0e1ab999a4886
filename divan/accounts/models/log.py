"""What administrators changed, by whom and when; tickets have their own log."""

from __future__ import annotations

from django.db import models


class AdministrationEntry(models.Model):
    """One change of people, rights or settings. `details` holds ids and values, never secrets."""

    actor = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.kind

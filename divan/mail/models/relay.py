"""The mail server that takes our mail, as an administrator entered it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class RelaySettings(models.Model):
    """One row. The password is sealed (`core.sealing`); the environment wins over this row."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", pgettext_lazy("mail server", "STARTTLS (usual, port 587)")
        TLS = "tls", pgettext_lazy("mail server", "TLS from the start (port 465)")
        NONE = "none", pgettext_lazy("mail server", "None (only inside your own network)")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    username = models.CharField(max_length=254, blank=True)
    sealed_password = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "relay settings"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_relay")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

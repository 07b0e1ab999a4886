"""The mail server that takes our mail, as an administrator entered it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from divan.mail.models.servers import Security, SignIn


class RelaySettings(models.Model):
    """The relay of one mailbox, or without a mailbox the one of all that have none of their own.

    The password is sealed (`core.sealing`); the environment wins over the general row.
    """

    mailbox = models.OneToOneField(
        "mail.Mailbox", on_delete=models.CASCADE, null=True, related_name="relay_settings"
    )
    is_general = models.BooleanField(default=True)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    sign_in = models.CharField(max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    username = models.CharField(max_length=254, blank=True)
    sealed_password = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "relay settings"
        constraints = [
            models.UniqueConstraint(
                fields=["is_general"], condition=Q(is_general=True), name="one_general_relay"
            ),
            models.CheckConstraint(
                condition=Q(is_general=True, mailbox__isnull=True)
                | Q(is_general=False, mailbox__isnull=False),
                name="general_or_of_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

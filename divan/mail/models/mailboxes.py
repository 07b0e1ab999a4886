"""The addresses that customers write to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mailbox(models.Model):
    """An address of the help desk, and the group that owns what comes in there (E1).

    `address` is stored clean (`accounts.models.users.clean_address`). Mail of a group goes out from its own
    mailbox, otherwise from the default one. `authserv_id` is the name that our own mail server writes into
    Authentication-Results (RFC 8601); results under any other name prove nothing.
    """

    address = models.CharField(max_length=254, unique=True)
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+")
    sender_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    authserv_id = models.CharField(max_length=253, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["address"]
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_mailbox"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        """What stands behind the @; the domain of the Message-IDs that we make for this mailbox."""
        return self.address.rpartition("@")[2]

"""Addresses that our mail does not reach."""

from __future__ import annotations

from django.db import models


class UndeliverableAddress(models.Model):
    """What the last bounces said about an address; the row goes when mail reaches it again or it writes to us.

    Nothing automatic is sent to an address whose bounce `is_hard`. `status` is an enhanced code (RFC 3463).
    """

    address = models.CharField(max_length=254, unique=True)
    is_hard = models.BooleanField()
    status = models.CharField(max_length=16, blank=True)
    diagnostic = models.TextField(blank=True)
    bounces = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address

"""Whose replies a colleague reads before they go out (K4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ReviewedAuthor(models.Model):
    """Replies of `author` are reviewed until `wanted` of them were approved."""

    author = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    wanted = models.PositiveSmallIntegerField()
    approved = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.approved} of {self.wanted}"

"""Searches that somebody keeps: they stand in the side navigation under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models

LONGEST_NAME = 60
LONGEST_QUERY = 500
MOST_VIEWS = 50
"""So many a person; the side navigation is read on every page."""


class SavedView(models.Model):
    """A query under a name of its owner's, who alone sees it. `key` is the folded name: a name stands once."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=4 * LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="a_name_once_a_person")]

    def __str__(self) -> str:
        return self.name

"""What saved replies and macros have in common: whose they are, their order, and how often they are used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Shared(models.Model):
    """Somebody's own with an `owner`, a group's with a `group`, everybody's with neither."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("accounts.Group", on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(owner=None) | Q(group=None), name="%(class)s_in_one_place")
        ]

    @property
    def place(self) -> str:
        """Whose it is, as forms say it: "own", "all" or "group:<id>"."""
        if self.owner_id:
            return "own"
        return f"group:{self.group_id}" if self.group_id else "all"

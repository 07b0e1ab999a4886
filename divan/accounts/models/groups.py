"""Groups own tickets; a membership says what one person may do in one group."""

from __future__ import annotations

from django.db import models

from divan.accounts.models.roles import RIGHT_CHOICES
from divan.core.actors import Right
from divan.core.labels import label


class Group(models.Model):
    """A team that owns a queue of tickets. Without a `calendar` it works when the default one says."""

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    calendar = models.ForeignKey(
        "accounts.BusinessCalendar", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return label(self.names) or self.slug


class Membership(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    right = models.PositiveSmallIntegerField(choices=RIGHT_CHOICES, default=Right.CHANGE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="one_membership_a_group")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"

"""Searches under a name, alone or shared, and what each person keeps of the lists that they look at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

LONGEST_NAME = 60
LONGEST_QUERY = 500
MOST_VIEWS = 50
"""So many a person; the side navigation is read on every page."""


class SavedView(models.Model):
    """A query under a name. Its owner alone sees it, unless it is shared with a group or with everybody.

    `key` is the folded name: a name stands once for each owner. `position` orders the owner's views, among equals
    the name does. `look` is how the list is shown to those who have not chosen otherwise, see `queries.looks`.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(max_length=4 * LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    group = models.ForeignKey("accounts.Group", on_delete=models.CASCADE, null=True, related_name="+")
    is_global = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    look = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="a_name_once_a_person"),
            models.CheckConstraint(
                condition=Q(is_global=False) | Q(group=None), name="shared_with_a_group_or_with_all"
            ),
        ]
        indexes = [
            models.Index(fields=["is_global"], name="views_for_all", condition=Q(is_global=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        """Whether others than the owner see it."""
        return self.is_global or self.group_id is not None


class PersonalList(models.Model):
    """What one person keeps of one list: how it is shown to them, and how many tickets it held for them.

    `place` is the list's slug ("mine", "group-3", "view-12"). `number` was counted at `counted_at` (seconds since
    1970, for one statement reads it on every page of both databases) through the gate of that person, whose rights
    were then those with the digest `rights`; with others it is not shown. It has seen the events up to
    `counted_event`. Only lists that were opened in the last days are counted: `opened_on` is that day's ordinal.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    place = models.CharField(max_length=40)
    look = models.JSONField(default=dict)
    number = models.PositiveIntegerField(null=True)
    rights = models.CharField(max_length=16, blank=True)
    counted_at = models.BigIntegerField(default=0)
    counted_event = models.BigIntegerField(default=0)
    opened_on = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="a_list_once_a_person")]
        indexes = [models.Index(fields=["opened_on", "counted_at"], name="lists_to_count")]

    def __str__(self) -> str:
        return f"{self.place} of {self.person_id}"

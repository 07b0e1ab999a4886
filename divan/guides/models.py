"""What guides an agent: checklists that are ticked on a ticket, and scripts that are walked during a call (P3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from divan.core.labels import label


class Guide(models.Model):
    """What checklists and scripts share. One with a category is offered first on tickets of that category."""

    names = models.JSONField(default=dict)
    category = models.ForeignKey("tickets.Category", on_delete=models.SET_NULL, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return label(self.names)


class Checklist(Guide):
    """A template; a ticket gets a copy of its items."""


class ChecklistItem(models.Model):
    """A line of a template, in every language that somebody wrote."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    words = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.words)


class TicketItem(models.Model):
    """Something to be done on a ticket. From a template it keeps the words of all languages."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    checklist = models.ForeignKey(Checklist, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ticked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.words) or next(iter(self.words.values()), "")


class Script(Guide):
    """A tree of steps. It is walked from its first step along the answers to an end."""


class Step(models.Model):
    """What the agent asks or does. The first by position is where the script begins."""

    script = models.ForeignKey(Script, on_delete=models.CASCADE, related_name="steps")
    words = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.words)


class Answer(models.Model):
    """What the customer may say to a step, and where it leads: to another step, or to the end."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="answers")
    words = models.JSONField(default=dict)
    leads_to = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.words)


class Run(models.Model):
    """A script as it was walked on a ticket: `path` holds pairs of step and answer, `step` is where it stands,
    also after it was ended early.

    On one ticket one script is walked at a time.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    script = models.ForeignKey(Script, on_delete=models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, related_name="+")
    path = models.JSONField(default=list)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(finished_at__isnull=True), name="one_script_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.script_id} on {self.ticket_id}"

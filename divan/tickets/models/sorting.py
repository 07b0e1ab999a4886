"""How tickets are sorted when they come: the priority matrix, and what belongs to each type (T2, T16)."""

from __future__ import annotations

from django.db import models

from divan.tickets.models.ticket import Impact, Priority, Type, Urgency


class MatrixCell(models.Model):
    """The priority of one impact and one urgency, where an administrator chose another than the usual one."""

    impact = models.CharField(max_length=12, choices=Impact.choices)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    priority = models.CharField(max_length=6, choices=Priority.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["impact", "urgency"], name="one_priority_a_cell")]

    def __str__(self) -> str:
        return f"{self.impact} x {self.urgency}: {self.priority}"


class TypeDefaults(models.Model):
    """What a ticket of a type begins with, and what its end asks for.

    `close_after_days` is of solved tickets; None takes the days of the installation, 0 never closes.
    """

    type = models.CharField(max_length=16, choices=Type.choices, unique=True)
    impact = models.CharField(max_length=12, choices=Impact.choices, default=Impact.MEDIUM)
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    needs_category = models.BooleanField(default=False)
    close_after_days = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.type

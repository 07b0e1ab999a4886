"""How many tickets of a category somebody has solved, at a cost that does not grow with the tickets (T5)."""

from __future__ import annotations

from django.db import models


class SolvedTally(models.Model):
    """A change of the number of finished tickets for (category, group, assignee); their sum is the count.

    Triggers on the ticket table insert the rows, as they do for the tally of open tickets; `compact_solved` sums
    them up. The search "assignee: category: status:finished" finds what it counts.
    """

    category_id = models.BigIntegerField()
    group_id = models.BigIntegerField()
    assignee_id = models.BigIntegerField()
    change = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["category_id", "assignee_id", "group_id", "change"], name="solved_sums")
        ]

    def __str__(self) -> str:
        return f"{self.change} by {self.assignee_id}"

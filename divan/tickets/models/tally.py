"""Counts of open tickets that cost the same whether there are a hundred or a million."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """A change of the number of open tickets for (group, assignee, status); their sum is the count.

    Database triggers on the ticket table insert rows here, so no path can forget it, and inserting
    never waits for another transaction as updating one shared row would. `compact_tally` sums them up.
    """

    group_id = models.BigIntegerField()
    assignee_id = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8)
    change = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.change} {self.status}"

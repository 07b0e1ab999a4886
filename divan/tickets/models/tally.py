"""Counts of open tickets that cost the same whether there are a hundred or a million."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """A change of the number of open tickets for (group, assignee, status); their sum is the count.

    Tickets that are put off count as `SNOOZED` instead of their status. Those that were never answered count
    once more as `SILENT`, which some of the solved ones do too.

    Database triggers on the ticket table insert rows here, so no path can forget it, and inserting
    never waits for another transaction as updating one shared row would. `compact_tally` sums them up.
    """

    SNOOZED = "snoozed"
    SILENT = "silent"

    group_id = models.BigIntegerField()
    assignee_id = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8)
    change = models.IntegerField()

    class Meta:
        # Holds all that the sums read, in the order of their groups.
        indexes = [models.Index(fields=["group_id", "assignee_id", "status", "change"], name="tally_sums")]

    def __str__(self) -> str:
        return f"{self.change} {self.status}"

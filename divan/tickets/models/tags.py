"""Tags: words of the desk's own, put on tickets (T2)."""

from __future__ import annotations

from django.db import models

from divan.tickets.models.ticket import Ticket

LONGEST = 40


class Tag(models.Model):
    """A word as it was first typed. `key` is its folded form, so that one word typed on two keyboards is one tag."""

    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=4 * LONGEST, unique=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a ticket. The order of the rows is the order in which they were put on it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="a_tag_once_on_a_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.tag_id}"

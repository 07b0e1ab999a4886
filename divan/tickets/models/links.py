"""Tickets that have to do with each other."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Link(models.Model):
    """`ticket` points to `other`: it is the parent of it, or a duplicate of it, or they are merely related.

    Links are of the desk: they widen nobody's view and customers never see them.
    """

    class Kind(models.TextChoices):
        RELATED = "related", pgettext_lazy("link between tickets", "Related")
        PARENT = "parent", pgettext_lazy("link between tickets", "Parent")
        DUPLICATE = "duplicate", pgettext_lazy("link between tickets", "Duplicate")

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RELATED)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "other", "kind"], name="one_link_a_kind")]

    def __str__(self) -> str:
        return f"{self.ticket_id} -> {self.other_id}"

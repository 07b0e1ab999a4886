"""The tree of categories."""

from __future__ import annotations

from django.db import models

from divan.core.labels import label


class KnowledgeCategory(models.Model):
    """A shelf, perhaps on another one. `names` are written once per language; `position` orders its siblings."""

    names = models.JSONField(default=dict)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "knowledge categories"

    def __str__(self) -> str:
        return label(self.names)

"""Macros: several things that are done to a ticket at once."""

from __future__ import annotations

from django.db import models

from divan.core.labels import label
from divan.replies.models.shared import Shared


class Macro(Shared):
    """`names` are written once per language; `steps` are rows of `steps.Steps`. A removed macro is not offered
    any more, but the tickets that it changed still say its name.
    """

    names = models.JSONField(default=dict)
    steps = models.JSONField(default=dict)
    removed_at = models.DateTimeField(null=True)

    class Meta(Shared.Meta):
        pass

    def __str__(self) -> str:
        return label(self.names)

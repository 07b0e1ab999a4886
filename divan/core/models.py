"""Signs of life and the times at which regular work is next due."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a process of the product last said that it was alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """One row for each regular task; whoever moves `next_run_at` forward has claimed the run."""

    name = models.CharField(max_length=80, primary_key=True)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name

"""Heartbeats: proof for /readyz that the background processes are alive."""

from __future__ import annotations

from datetime import timedelta

from divan.core import clock
from divan.core.models import Heartbeat


def beat(name: str) -> None:
    """Record that the process `name` is alive now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def alive(name: str, *, within_seconds: int = 30) -> bool:
    """Whether `name` has been heard of in the last `within_seconds` seconds."""
    since = clock.now() - timedelta(seconds=within_seconds)
    return Heartbeat.objects.filter(name=name, at__gte=since).exists()

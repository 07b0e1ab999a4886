"""The tickets about one product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from divan.assets.models import Asset
from divan.core.actors import Actor
from divan.tickets.access import on_desk

NEWEST = 10
_COLUMNS = ("number", "subject", "status", "language", "last_activity_at")


@dataclass(frozen=True, slots=True)
class OfAsset:
    """How many tickets the actor sees about a product, how many of them are open, and the newest."""

    all: int
    open: int
    rows: list[dict[str, Any]]


def tickets_of_asset(actor: Actor, asset: Asset) -> OfAsset:
    """Two queries, over the tickets of this product alone."""
    tickets = on_desk(actor).filter(asset_id=asset.pk)
    counted = tickets.order_by().aggregate(all=Count("pk"), open=Count("pk", filter=Q(is_open=True)))
    rows = tickets.order_by("-last_activity_at", "-id").values(*_COLUMNS)[:NEWEST]
    return OfAsset(counted["all"], counted["open"], list(rows))

"""The gate of products: the staff sees them, who holds the permission keeps them."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.assets.models import Asset
from divan.core.actors import Actor
from divan.core.rows import one_of

MANAGE = "assets.manage"


def visible_to(actor: Actor) -> QuerySet[Asset]:
    """The products that the actor may see: all for staff, for customers their own."""
    if actor.is_staff or actor.is_system:
        return Asset.objects.all()
    return Asset.objects.filter(person_id=actor.person_id) if actor.is_authenticated else Asset.objects.none()


def asset_for(actor: Actor, asset_id: int) -> Asset:
    """The product with that id; missing and forbidden look the same."""
    return one_of(
        visible_to(actor).filter(pk=asset_id).select_related("type", "person", "organization"),
        f"asset {asset_id}",
    )

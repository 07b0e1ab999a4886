"""Types of products."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.assets.models import AssetType
from divan.core.actors import Actor
from divan.core.labels import kept_labels
from divan.core.rows import one_of

PERMISSION = "settings.manage"
NAME_CHARACTERS = 60


def add_type(names: Mapping[str, str], *, icon: str = "box", actor: Actor) -> AssetType:
    """A new type at the end of the list."""
    require(actor, PERMISSION)
    with transaction.atomic():
        last = AssetType.objects.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        created = AssetType.objects.create(
            names=kept_labels(names, longest=NAME_CHARACTERS), icon=icon, position=place
        )
        record(actor, "asset_type.added", created, type=created.pk)
        return created


def change_type(type_id: int, names: Mapping[str, str], *, icon: str, actor: Actor) -> AssetType:
    """Other names or another icon."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(type_id)
        before, row.names, row.icon = (row.names, row.icon), kept_labels(names, longest=NAME_CHARACTERS), icon
        if before != (row.names, row.icon):
            row.save(update_fields=["names", "icon"])
            record(actor, "asset_type.changed", row, type=row.pk)
        return row


def set_type_in_use(type_id: int, in_use: bool, *, actor: Actor) -> AssetType:
    """Offer a type for new products, or no longer."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(type_id)
        switch(row, in_use, "asset_type.in_use", actor=actor, type=row.pk)
        return row


def _locked(type_id: int) -> AssetType:
    return one_of(AssetType.objects.select_for_update().filter(pk=type_id), f"asset type {type_id}")

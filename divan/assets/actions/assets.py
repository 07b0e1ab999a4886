"""Products: add, change, retire. Nothing is deleted: tickets keep what they were about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.assets.access import MANAGE
from divan.assets.models import Asset, AssetType, words_of
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.folding import fold
from divan.core.rows import one_of


@dataclass(frozen=True)
class AssetFacts:
    """What is known of a product; the owner is a person, an organisation, both or nobody."""

    type_id: int
    name: str
    model: str = ""
    serial: str = ""
    system: str = ""
    warranty_until: date | None = None
    note: str = ""
    person_id: int | None = None
    organization_id: int | None = None


def add_asset(facts: AssetFacts, *, actor: Actor) -> Asset:
    """A new product."""
    require(actor, MANAGE)
    with transaction.atomic():
        _require_type(facts.type_id)
        created = Asset(**asdict(facts), created_at=clock.now())
        _save(created)
        record(actor, "asset.added", created, asset=created.pk)
        return created


def change_asset(asset: Asset, facts: AssetFacts, *, actor: Actor) -> Asset:
    """Other facts; tickets that are about the product stay with it."""
    require(actor, MANAGE)
    with transaction.atomic():
        row = _locked(asset)
        if row.type_id != facts.type_id:
            _require_type(facts.type_id)
        changed = [name for name, value in asdict(facts).items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, getattr(facts, name))
        if changed:
            _save(row)
            record(actor, "asset.changed", row, asset=row.pk, fields=changed)
        return row


def set_asset_in_use(asset: Asset, in_use: bool, *, actor: Actor) -> Asset:
    """Retire a product, or take it back into use."""
    require(actor, MANAGE)
    with transaction.atomic():
        row = _locked(asset)
        switch(row, in_use, "asset.in_use", actor=actor, asset=row.pk)
        return row


def _locked(asset: Asset) -> Asset:
    return one_of(Asset.objects.select_for_update().filter(pk=asset.pk), f"asset {asset.pk}")


def _save(asset: Asset) -> None:
    asset.name = " ".join(asset.name.split())
    if not asset.name:
        raise Refused(_("Give the product a name."), field="name")
    asset.serial = asset.serial.strip()
    asset.key, asset.words = fold(asset.name)[:240], words_of(asset)
    asset.save()


def _require_type(type_id: int) -> None:
    if not AssetType.objects.filter(pk=type_id, is_active=True).exists():
        raise Refused(_("This type is no longer in use."), field="type")

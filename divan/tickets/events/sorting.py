"""What kind of request a ticket is and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say
from divan.tickets.models.ticket import Type


@event_kind
@dataclass(frozen=True)
class TypeChanged(Payload):
    kind = "ticket.type_changed"
    icon = "list"
    type: str
    before: str

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Type: %(type)s, set by %(actor)s"), type=Type(self.type).label, actor=actor)


@event_kind
@dataclass(frozen=True)
class AssetChanged(Payload):
    kind = "ticket.asset_changed"
    icon = "box"
    asset: int | None

    def sentence(self, actor: str, names: Names) -> Markup:
        name = names.of("asset", self.asset)
        if name:
            return say(_("Product: %(product)s, set by %(actor)s"), product=name, actor=actor)
        return say(_("Product changed by %(actor)s"), actor=actor)

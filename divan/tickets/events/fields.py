"""The fields of a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class FieldChanged(Payload):
    """What stands in a field of tickets now is in the ticket, never here."""

    kind = "ticket.field_changed"
    icon = "form"
    field: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("%(field)s changed by %(actor)s"), field=names.of("field", self.field) or "—", actor=actor
        )

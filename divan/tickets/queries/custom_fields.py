"""The fields of tickets as the settings show them."""

from __future__ import annotations

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.tickets.actions.forms import PERMISSION
from divan.tickets.models import CustomField


def all_fields(actor: Actor) -> list[CustomField]:
    """Every field in its order, with its group."""
    require(actor, PERMISSION)
    return list(CustomField.objects.select_related("group"))


def field_for(actor: Actor, field_id: int) -> CustomField:
    """The field with that id; raises NotAllowed if there is none or the actor may not change fields."""
    require(actor, PERMISSION)
    return one_of(CustomField.objects.filter(pk=field_id), f"field {field_id}")

"""The values of a ticket's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.locking import locked
from divan.tickets.answers import is_empty
from divan.tickets.events import FieldChanged
from divan.tickets.fields.definitions import fields_of
from divan.tickets.fields.values import keep_findable
from divan.tickets.log import batch, record
from divan.tickets.models import Ticket


def set_fields(ticket: Ticket, values: Mapping[int, Any], *, actor: Actor) -> Ticket:
    """Give fields, by id, these values as `answers.stored` makes them; an empty one takes the value away.

    Fields that are not named keep theirs. One event for each field that changes. Raises Refused for a field that
    does not stand on the ticket, or that is required and would be empty.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "set_fields", actor)
        standing = {field.pk: field for field in fields_of(row)}
        changed = []
        for field_id, value in values.items():
            field = standing.get(field_id)
            if field is None:
                raise Refused(_("This ticket does not have this field."))
            if field.is_required and value in (None, "", []):
                raise Refused(_("This field is required."), field=field.slot)
            if row.answers.get(field.slot) == value or (is_empty(value) and field.slot not in row.answers):
                continue
            changed.append(field)
            row.answers.pop(field.slot, None)
            if value not in (None, "", []):
                row.answers[field.slot] = value
        keep_findable(row, changed)
        for field in changed:
            record(row, FieldChanged(field=field.pk), actor=actor, changed=["answers"])
        return row

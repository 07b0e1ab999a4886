"""The fields that tickets have, kept in each process: pages ask for them, and only the settings change them."""

from __future__ import annotations

from collections.abc import Sequence

from divan.core.kept import Kept
from divan.tickets.models import CustomField, Kind, Ticket

# Customers do not name people or products of others, and a heading is no value.
NOT_FOR_CUSTOMERS = frozenset({Kind.PERSON})
NOT_FOR_TICKETS = frozenset({Kind.SECTION, Kind.FILE})


definitions: Kept[tuple[CustomField, ...]] = Kept(lambda: tuple(CustomField.objects.all()))
"""All fields in their order, also those out of use."""


def named(key: str) -> CustomField | None:
    """The field in use with that key, in any case."""
    wanted = key.casefold()
    return next((field for field in definitions() if field.is_active and field.key == wanted), None)


def fields_of(ticket: Ticket) -> Sequence[CustomField]:
    """The fields that stand on the ticket: those in use for its group and type, and those that have a value."""
    return [field for field in definitions() if _applies(field, ticket) or field.slot in ticket.answers]


def _applies(field: CustomField, ticket: Ticket) -> bool:
    return field.is_active and field.group_id in (None, ticket.group_id) and field.type in ("", ticket.type)

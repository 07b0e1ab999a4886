"""What belongs to each type of ticket (T16)."""

from __future__ import annotations

from divan.core.kept import Kept
from divan.tickets.models import TypeDefaults

_rows = Kept(lambda: {row.type: row for row in TypeDefaults.objects.all()})


def defaults_of(ticket_type: str) -> TypeDefaults:
    """The defaults of a type; those that ship where nobody chose others."""
    return _rows().get(ticket_type) or TypeDefaults(type=ticket_type)


def forget() -> None:
    """Read again at the next question; called when the defaults have changed."""
    _rows.forget()

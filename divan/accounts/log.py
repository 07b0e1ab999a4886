"""Writing the administration log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from divan.accounts.models import AdministrationEntry
from divan.core import clock
from divan.core.actors import Actor


class Switchable(Protocol):
    """A row that is offered as long as it is in use."""

    is_active: bool

    def save(self, *, update_fields: Iterable[str]) -> None:
        """As every model."""


def record(actor: Actor, kind: str, subject: object = "", **details: Any) -> AdministrationEntry:
    """Keep one change; call it in the transaction that makes the change. Never pass secrets."""
    return AdministrationEntry.objects.create(
        actor_id=actor.id, kind=kind, subject=str(subject)[:200], details=details, at=clock.now()
    )


def switch(row: Switchable, in_use: bool, kind: str, *, actor: Actor, **details: Any) -> bool:
    """Take a row into use or out of it and keep that as `kind`; False if it was so already.

    The caller has asked for the permission and holds the row's lock.
    """
    if row.is_active == in_use:
        return False
    row.is_active = in_use
    row.save(update_fields=["is_active"])
    record(actor, kind, row, **details, in_use=in_use)
    return True

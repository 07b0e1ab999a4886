"""Writing the administration log."""

from __future__ import annotations

from typing import Any

from divan.accounts.models import AdministrationEntry
from divan.core import clock
from divan.core.actors import Actor


def record(actor: Actor, kind: str, subject: object = "", **details: Any) -> AdministrationEntry:
    """Keep one change; call it in the transaction that makes the change. Never pass secrets."""
    return AdministrationEntry.objects.create(
        actor_id=actor.id, kind=kind, subject=str(subject)[:200], details=details, at=clock.now()
    )

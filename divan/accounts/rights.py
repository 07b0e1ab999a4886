"""Telling open sockets that somebody's rights have changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from divan.realtime import doorbell


def recheck(person_id: int) -> None:
    """Once the transaction is through, every socket of the person asks the gate again for each topic."""
    transaction.on_commit(lambda: doorbell.recheck(f"person:{person_id}"))


def recheck_all(person_ids: Iterable[int]) -> None:
    """The same for many people at once."""
    for person_id in person_ids:
        recheck(person_id)

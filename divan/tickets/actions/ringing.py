"""Telling open pages that something waits to be sent, or no longer waits."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from divan.realtime import doorbell
from divan.tickets.models import Composition


def ring(row: Composition, kind: str) -> None:
    """Ring the pages of the ticket, or those of the author where there is no ticket yet."""
    topics = [f"desk:{row.ticket_id}"] if row.ticket_id else [f"person:{row.author_id}"]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind=kind))

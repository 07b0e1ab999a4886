"""Telling open pages of a ticket that its script stands elsewhere, which no event of the log says."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from divan.realtime import doorbell
from divan.tickets.models import Ticket


def ring(ticket: Ticket) -> None:
    """Ring the desk's pages of the ticket when the transaction commits."""
    transaction.on_commit(partial(doorbell.ring, [f"desk:{ticket.pk}"], event=0, kind="script"))

"""Telling those who wait that their place has changed."""

from __future__ import annotations

from datetime import datetime

from divan.chat.actions.lines import announce
from divan.chat.queries.queue import waiting

# Whoever is further behind learns of it with the next that is taken, or when their page asks.
TOLD = 30


def announce_places(group_id: int, *, behind: datetime) -> None:
    """Tell the first of a group's queue who came after this moment that they have moved up."""
    for chat in waiting().filter(group_id=group_id, waiting_since__gte=behind)[:TOLD]:
        announce(chat)

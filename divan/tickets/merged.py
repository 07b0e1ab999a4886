"""Tickets that were merged: where they go on, and what they bring into the conversation there.

A merge moves nothing. Messages, files, mail ids, events and marks stay with the ticket that they belong to; the
ticket that it was merged into shows them among its own. Mergers form a tree, for only a ticket that was not
merged can be merged, and only into an open one that was not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Brought:
    """A conversation that is shown in another ticket, `home`. `number` is that of the ticket it belongs to;
    `is_open` says whether the customers of the home may read it.
    """

    number: str
    home: int
    is_open: bool


def home_of(ticket: Ticket) -> Ticket:
    """Where the ticket goes on: itself, or the end of the chain of mergers."""
    while ticket.merged_into_id is not None:
        ticket = Ticket.objects.get(pk=ticket.merged_into_id)
    return ticket


def brought_to(ticket: Ticket) -> Mapping[int, Brought]:
    """What was merged into the ticket, and into that, by conversation. Costs no query where there is nothing."""
    return brought_to_all([ticket.pk]) if ticket.has_merged else {}


def brought_to_all(homes: Collection[int]) -> Mapping[int, Brought]:
    """The same for several tickets by their ids: one query, and one more for each step of a chain."""
    found: dict[int, Brought] = {}
    step = {home: (home, True) for home in homes}
    while step:
        merged = Ticket.objects.filter(merged_into__in=list(step)).order_by("pk")
        rows = merged.values_list("pk", "conversation_id", "number", "merged_into_id", "merged_openly")
        next_step: dict[int, tuple[int, bool]] = {}
        for pk, conversation, number, into, openly in rows:
            home, is_open = step[into][0], step[into][1] and bool(openly)
            found[conversation] = Brought(number, home, is_open)
            next_step[pk] = (home, is_open)
        step = next_step
    return found

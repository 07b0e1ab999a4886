"""A query as somebody types it, and the tickets that it finds."""

from __future__ import annotations

from divan.accounts.models import User
from divan.core.jobs import drain
from divan.search.language import parse
from divan.search.queries import find
from divan.tickets.models import Ticket
from divan.tickets.searching import Asked, compile
from tests.support.cast import actor


def asked(text: str, person: User) -> Asked:
    """What the query means for that person, once the worker has done its work."""
    drain()
    return compile(parse(text), actor(person), language=person.language)


def found(text: str, person: User) -> set[int]:
    """Ids of the tickets that the page of the person would list."""
    ask = asked(text, person)
    if not ask.has_words:
        return set(ask.listed(actor(person)).values_list("pk", flat=True))
    hits = find(ask.query, actor=actor(person), kind="ticket", among=ask.tickets).hits
    return {hit.object_id for hit in hits}


def only(*tickets: Ticket) -> set[int]:
    """The ids of these."""
    return {ticket.pk for ticket in tickets}

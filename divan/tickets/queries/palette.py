"""What the palette and the search box find while somebody types: a few of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from divan.core.actors import Actor
from divan.search.language import parse
from divan.search.queries import Query, find, highlight, marker
from divan.tickets import access
from divan.tickets.queries import search_people as people
from divan.tickets.queries.search_people import Line
from divan.tickets.queries.search_tickets import named
from divan.tickets.search_documents import TICKET
from divan.tickets.searching import Asked, compile

LONGEST = 200
_COLUMNS = ("pk", "number", "subject", "status", "language", "group_id")


@dataclass(frozen=True, slots=True)
class Most:
    """How many of each kind there is room for; none of a kind costs nothing."""

    tickets: int
    people: int
    articles: int
    organizations: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Tickets (number, subject, marked title, status, whether on the desk), and the others as lines."""

    tickets: Sequence[dict[str, Any]] = ()
    people: Sequence[Line] = ()
    organizations: Sequence[Line] = ()
    articles: Sequence[Line] = ()

    def __len__(self) -> int:
        return len(self.tickets) + len(self.people) + len(self.organizations) + len(self.articles)


def look(actor: Actor, text: str, language: str, most: Most) -> Found:
    """The best few of each kind. The last word may go on; fields narrow the tickets as on the search page."""
    asked = compile(parse(text[:LONGEST]), actor, language=language)
    if asked.is_empty:
        return Found()
    query = replace(asked.query, is_typing=True)
    tickets = _tickets(actor, asked, query, most.tickets)
    if not asked.has_words:
        return Found(tickets)
    return Found(
        tickets,
        people.people_found(actor, query, limit=most.people).rows,
        people.organizations_found(actor, query, limit=most.organizations).rows if most.organizations else (),
        people.articles_found(actor, query, language, limit=most.articles).rows,
    )


def _tickets(actor: Actor, asked: Asked, query: Query, most: int) -> list[dict[str, Any]]:
    """First the ticket with that number, then those with these words; without words the newest."""
    if asked.has_words:
        hits = find(query, actor=actor, kind=TICKET, among=asked.tickets, limit=most).hits
        ids = [*named(actor, asked), *(hit.object_id for hit in hits)]
    else:
        newest = asked.listed(actor).order_by("-last_activity_at", "-id")
        ids = list(newest.values_list("pk", flat=True)[:most])
    return _rows(actor, list(dict.fromkeys(ids))[:most], query)


def _rows(actor: Actor, ids: Sequence[int], query: Query) -> list[dict[str, Any]]:
    found = list(access.visible_to(actor).filter(pk__in=ids).order_by().values(*_COLUMNS))
    at_desk = access.on_desk_among(actor, {row["pk"]: row["group_id"] for row in found})
    meant = marker(query)
    rows = {
        row["pk"]: {
            **row,
            "title": highlight(row["subject"], meant, row["language"]),
            "is_on_desk": row["pk"] in at_desk,
        }
        for row in found
    }
    return [rows[pk] for pk in ids if pk in rows]

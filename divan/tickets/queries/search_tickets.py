"""The tickets that a search finds, as the search page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from divan.core.actors import Actor
from divan.search.queries import Tally, count, did_you_mean, find, highlight, marker
from divan.tickets import access
from divan.tickets.queries.lists import NEWEST, PAGE, Page, View, page_of, rows_of
from divan.tickets.queries.search_texts import excerpts
from divan.tickets.search_documents import TICKET
from divan.tickets.searching import Asked

MOST_COUNTED = 1000
_COLUMNS = ("conversation_id", "group_id", "assignee__name", "assignee__email")


def tickets_found(actor: Actor, asked: Asked, *, after: str = "") -> Page:
    """A page of tickets: by words the best first, without words the newest activity first.

    Each row has its subject and the piece of text that matched, both marked, and whether that is of a note.
    """
    if not asked.has_words:
        return _listed(actor, asked, after)
    found = find(asked.query, actor=actor, kind=TICKET, among=asked.tickets, limit=PAGE, after=after)
    meant = named(actor, asked)
    ids = [hit.object_id for hit in found.hits if hit.object_id not in meant]
    return Page(_marked(actor, asked, _in_order(actor, [*([] if after else meant), *ids])), found.after)


def tickets_counted(actor: Actor, asked: Asked) -> Tally:
    """How many tickets there are, counted up to a thousand."""
    if asked.has_words:
        return count(asked.query, actor=actor, kind=TICKET, among=asked.tickets)
    number = len(asked.listed(actor).order_by().values_list("pk")[: MOST_COUNTED + 1])
    return Tally(min(number, MOST_COUNTED), is_capped=number > MOST_COUNTED)


def better_words(actor: Actor, asked: Asked) -> str | None:
    """Words near the ones asked for that find something, for a search that found nothing."""
    if not asked.has_words:
        return None
    return did_you_mean(asked.query, actor=actor, kind=TICKET, among=asked.tickets)


def named(actor: Actor, asked: Asked) -> list[int]:
    """The tickets that a number among the words names: they are meant, whatever else has that number in it."""
    if not asked.numbers:
        return []
    fitting = access.visible_to(actor) if asked.tickets is None else asked.listed(actor)
    return list(fitting.filter(number__in=asked.numbers).order_by("pk").values_list("pk", flat=True))


def _listed(actor: Actor, asked: Asked, after: str) -> Page:
    view = View("search", "", lambda _tickets, reader: asked.listed(reader), (NEWEST,))
    page = page_of(actor, view, NEWEST, after=after, extra=_COLUMNS)
    return Page(_marked(actor, asked, page.rows), page.following)


def _in_order(actor: Actor, ids: Sequence[int]) -> list[dict[str, Any]]:
    rows = {
        row["id"]: row for row in rows_of(access.visible_to(actor).filter(pk__in=ids), actor, extra=_COLUMNS)
    }
    return [rows[pk] for pk in ids if pk in rows]


def _marked(actor: Actor, asked: Asked, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what a line of the page shows: marked subject, excerpt, and who works on it."""
    meant = marker(asked.query)
    words = " ".join([asked.query.words, *asked.query.phrases]).split()
    found = excerpts(actor, rows, meant, enough=len(words)) if rows and words else {}
    at_desk = access.on_desk_among(actor, {row["id"]: row["group_id"] for row in rows})
    for row in rows:
        row["title"] = highlight(row["subject"], meant, row["language"])
        row["excerpt"] = found.get(row["conversation_id"])
        row["assignee"] = row["assignee__name"] or row["assignee__email"]
        row["is_on_desk"] = row["id"] in at_desk
    return rows

"""What a search for articles finds. `search` and `suggestions` are all that the pages know of it."""

from __future__ import annotations

from django.db.models import Q

from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.knowledge.queries.entries import Entry, entry, first_of_each, light, texts

FOUND = 20
SUGGESTED = 4
_LONGEST_QUERY = 200
_MOST_WORDS = 6


def search(actor: Actor, text: str, language: str, count: int = FOUND) -> list[Entry]:
    """Articles that hold every word of `text`, those with the words in the title first (one query)."""
    words = fold(text[:_LONGEST_QUERY]).split()[:_MOST_WORDS]
    if not words:
        return []
    rows = light(texts(actor, language)).filter(
        *(Q(search_title__contains=word) | Q(search_text__contains=word) for word in words)
    )
    in_title = {row.article_id for row in rows if all(word in row.search_title for word in words)}
    found = sorted(first_of_each(rows), key=lambda row: row.article_id not in in_title)
    return [entry(row) for row in found[:count]]


def suggestions(actor: Actor, text: str, language: str) -> list[Entry]:
    """A few articles that may answer somebody who is still writing: any of the longer words will do."""
    words = sorted({word for word in fold(text[:_LONGEST_QUERY]).split() if len(word) > 3}, key=len)
    wanted = words[-_MOST_WORDS:]
    if not wanted:
        return []
    found = Q(*(Q(search_title__contains=word) for word in wanted), _connector=Q.OR)
    return [entry(row) for row in first_of_each(light(texts(actor, language)).filter(found))[:SUGGESTED]]

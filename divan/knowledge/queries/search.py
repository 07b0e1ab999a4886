"""What a search for articles finds. `search` and `suggestions` are all that the pages know of it."""

from __future__ import annotations

from collections.abc import Iterable

from divan.core.actors import Actor
from divan.knowledge.queries.entries import Entry, entry, first_of_each, light, texts
from divan.search.queries import Hit, Query, find, similar

FOUND = 20
SUGGESTED = 4
_KIND = "article"
_LONGEST_QUERY = 200
# An article may be found in every language of the help desk.
_LANGUAGES = 5


def search(actor: Actor, text: str, language: str, count: int = FOUND) -> list[Entry]:
    """Articles that hold every word of `text` in any of its forms, the best ones first, each in one language."""
    query = Query(words=text[:_LONGEST_QUERY], is_typing=True)
    hits = find(query, actor=actor, kind=_KIND, limit=count * _LANGUAGES).hits
    return _entries(actor, hits, language)[:count]


def suggestions(actor: Actor, text: str, language: str) -> list[Entry]:
    """A few articles that may answer somebody who is still writing: any of the rarer words will do."""
    hits = similar(text[:_LONGEST_QUERY], actor=actor, kind=_KIND, limit=SUGGESTED * _LANGUAGES)
    return _entries(actor, hits, language)[:SUGGESTED]


def _entries(actor: Actor, hits: Iterable[Hit], language: str) -> list[Entry]:
    """The articles behind the hits, in the order of their best one, in the language that the reader gets."""
    place = {hit.object_id: number for number, hit in reversed(list(enumerate(hits)))}
    found = dict(texts(actor, language).filter(pk__in=place).values_list("pk", "article_id"))
    best: dict[int, int] = {}
    for translation, article in found.items():
        best[article] = min(place[translation], best.get(article, place[translation]))
    rows = first_of_each(light(texts(actor, language)).filter(article_id__in=best))
    return [entry(row) for row in sorted(rows, key=lambda row: best[row.article_id])]

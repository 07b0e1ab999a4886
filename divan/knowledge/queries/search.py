"""Which articles a search finds, and which are about what somebody is writing. Nobody else knows how."""

from __future__ import annotations

from collections.abc import Iterable

from divan.core.actors import Actor
from divan.knowledge.models import ArticleTranslation
from divan.knowledge.queries.entries import first_of_each, light, texts
from divan.knowledge.search_documents import ARTICLE
from divan.search.queries import Hit, Query, find, similar

FOUND = 20
SUGGESTED = 4
LONGEST_QUERY = 200
# An article may be found in every language of the help desk.
LANGUAGES = 5
_NEAR_ENOUGH = 0.3
"""Share of the best one's score from which on another article is about the same thing."""


def matching(actor: Actor, text: str, language: str, count: int = FOUND) -> list[ArticleTranslation]:
    """Articles that hold every word of `text` in any of its forms, the best ones first, each in the one language
    that the reader gets, without the long columns.
    """
    query = Query(words=text[:LONGEST_QUERY], is_typing=True)
    hits = find(query, actor=actor, kind=ARTICLE, limit=count * LANGUAGES).hits
    return _rows(actor, hits, language)[:count]


def about(actor: Actor, text: str, language: str) -> list[ArticleTranslation]:
    """A few articles that may answer somebody who is still writing: any of the rarer words will do, but what
    shares far fewer words than the best one is left out.
    """
    hits = similar(text, actor=actor, kind=ARTICLE, limit=SUGGESTED * LANGUAGES)
    near = [hit for hit in hits if hit.score >= hits[0].score * _NEAR_ENOUGH]
    return _rows(actor, near, language)[:SUGGESTED]


def _rows(actor: Actor, hits: Iterable[Hit], language: str) -> list[ArticleTranslation]:
    """The articles behind the hits, in the order of their best one (two queries)."""
    best = best_first(hits)
    if not best:
        return []
    rows = first_of_each(light(texts(actor, language)).filter(article_id__in=best))
    return sorted(rows, key=lambda row: best.index(row.article_id))


def best_first(hits: Iterable[Hit]) -> list[int]:
    """The articles behind the hits, each once, in the order of its best one (one query, none without hits)."""
    ids = [hit.object_id for hit in hits]
    articles = (
        dict(ArticleTranslation.objects.filter(pk__in=ids).values_list("pk", "article_id")) if ids else {}
    )
    return list(dict.fromkeys(articles[pk] for pk in ids if pk in articles))

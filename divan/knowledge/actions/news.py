"""Noting that subscribers have something to hear; `letters.py` tells them."""

from __future__ import annotations

from divan.core import clock
from divan.knowledge.models import ArticleNews, KnowledgeArticle


def announce(article: KnowledgeArticle, language: str, *, is_first: bool) -> None:
    """Remember a release, in its transaction; news of the same words that nobody was told yet is one."""
    if article.published_at is None:
        return
    ArticleNews.objects.get_or_create(
        article=article,
        language=language,
        told_up_to=0,
        defaults={"is_first": is_first, "created_at": clock.now()},
    )

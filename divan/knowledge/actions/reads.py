"""How often articles are read."""

from __future__ import annotations

from django.db.models import F

from divan.core import clock
from divan.core.actors import Actor
from divan.knowledge.models import ArticleReads, KnowledgeArticle


def count_read(article: KnowledgeArticle, *, actor: Actor) -> None:
    """One more reader today. Staff look articles up to answer others; what they read is not counted."""
    if actor.is_staff:
        return
    today = clock.now().date()
    row, is_new = ArticleReads.objects.get_or_create(article=article, day=today, defaults={"times": 1})
    if not is_new:
        ArticleReads.objects.filter(pk=row.pk).update(times=F("times") + 1)

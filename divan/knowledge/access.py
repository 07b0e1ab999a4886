"""The gate of the knowledge base."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.knowledge.models import KnowledgeArticle, Visibility


def visible_to(actor: Actor) -> QuerySet[KnowledgeArticle]:
    """The published articles that the actor may read; every read of articles starts here."""
    articles = KnowledgeArticle.objects.filter(published_at__lte=clock.now())
    if actor.is_staff:
        return articles
    if actor.is_authenticated:
        return articles.exclude(visibility=Visibility.INTERNAL)
    return articles.filter(visibility=Visibility.PUBLIC)


def require_author(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may write articles: all of the staff may."""
    if not actor.is_staff:
        raise NotAllowed("knowledge")

"""The gate of the knowledge base."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.accounts.access import require
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.rows import one_of
from divan.knowledge.models import ArticleFile, ArticleTranslation, KnowledgeArticle, Visibility
from divan.knowledge.paths import file_path

WRITE = "knowledge.write"
PUBLISH = "knowledge.publish"


def visible_to(actor: Actor) -> QuerySet[KnowledgeArticle]:
    """The published articles that the actor may read; every read of articles starts here."""
    articles = KnowledgeArticle.objects.filter(published_at__lte=clock.now())
    if actor.is_staff:
        return articles
    if actor.is_authenticated:
        return articles.exclude(visibility=Visibility.INTERNAL)
    return articles.filter(visibility=Visibility.PUBLIC)


def translations_visible_to(actor: Actor) -> QuerySet[ArticleTranslation]:
    """What those articles say, in all their languages. Drafts are kept elsewhere and are never among them."""
    return ArticleTranslation.objects.filter(article__in=visible_to(actor))


def require_author(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may write articles."""
    require(actor, WRITE)


def require_publisher(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may put articles before readers and arrange the shelves."""
    require(actor, PUBLISH)


def article_to_write(actor: Actor, article_id: int) -> KnowledgeArticle:
    """Any article, for its authors; raises NotAllowed for all others and when it is not there."""
    require_author(actor)
    return one_of(
        KnowledgeArticle.objects.select_related("category", "owner", "guide").filter(pk=article_id),
        f"article {article_id}",
    )


def file_for(actor: Actor, file_id: int) -> ArticleFile:
    """A file for somebody who may read a text that shows it, or who writes articles; else raises NotAllowed."""
    found = one_of(ArticleFile.objects.filter(pk=file_id), f"file {file_id}")
    if actor.may(WRITE):
        return found
    shown = translations_visible_to(actor).filter(
        article_id=found.article_id, html__contains=file_path(file_id)
    )
    if not shown.exists():
        raise NotAllowed(f"file {file_id}")
    return found

"""An article as a whole: where it stands, who may read it, who looks after it, whether it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.knowledge.access import require_author, require_publisher
from divan.knowledge.actions.news import announce
from divan.knowledge.models import (
    ArticleTranslation,
    ErrorState,
    KnowledgeArticle,
    KnowledgeCategory,
    Level,
    Type,
    Visibility,
)

# Addresses below /help/ that are not articles.
_TAKEN = {
    *("search", "suggestions", "questions", "topics", "feeds", "files", "stop"),
    *("answer", "solved", "print", "pdf", "read", "feedback", "follow", "unfollow"),
}


@dataclass(frozen=True, slots=True)
class ArticleSettings:
    """What all languages of an article share, as its page on the desk sends it."""

    category: KnowledgeCategory
    visibility: str = Visibility.PUBLIC
    kind: str = Type.HOWTO
    level: str = Level.BASIC
    error_state: str = ""
    owner: User | None = None
    review_by: date | None = None
    guide: KnowledgeArticle | None = None
    place: int = 0


@transaction.atomic
def create_article(
    slug: str,
    category: KnowledgeCategory,
    *,
    actor: Actor,
    visibility: str = Visibility.PUBLIC,
    kind: str = Type.HOWTO,
    source_language: str = "en",
    origin: str = "",
) -> KnowledgeArticle:
    """A draft without words, owned by the actor; `origin` is what it is made from.

    Raises Refused (field "slug") if the address is taken.
    """
    require_author(actor)
    if slug in _TAKEN or slug in dict(settings.LANGUAGES):
        raise Refused(_("This address has another meaning. Choose another one."), field="slug")
    if KnowledgeArticle.objects.filter(slug=slug).exists():
        raise Refused(_("There is an article with this address already."), field="slug")
    article = KnowledgeArticle.objects.create(
        slug=slug,
        category=category,
        visibility=Visibility(visibility),
        kind=Type(kind),
        error_state=ErrorState.OPEN if kind == Type.KNOWN_ERROR else "",
        source_language=source_language,
        owner_id=actor.id,
        created_at=clock.now(),
        origin=origin,
    )
    record(actor, "article.created", slug, id=article.pk)
    return article


@transaction.atomic
def change_article(article: KnowledgeArticle, wanted: ArticleSettings, *, actor: Actor) -> KnowledgeArticle:
    """Say where it stands, who may read it and who looks after it.

    Of an article that people read this is for those who publish. Raises Refused for a guide that is none.
    """
    require_author(actor)
    row = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    if row.published_at is not None:
        require_publisher(actor)
    _require_guide(row, wanted)
    before = _settings_of(row)
    row.category, row.owner, row.guide, row.place = wanted.category, wanted.owner, wanted.guide, wanted.place
    row.visibility, row.kind, row.level = (
        Visibility(wanted.visibility),
        Type(wanted.kind),
        Level(wanted.level),
    )
    state = ErrorState(wanted.error_state or ErrorState.OPEN)
    row.error_state = state if row.kind == Type.KNOWN_ERROR else ""
    if row.review_by != wanted.review_by:
        row.review_by, row.reminded_at = wanted.review_by, None
    if _settings_of(row) == before:
        return row
    row.save(
        update_fields=[
            *("category", "owner", "guide", "place", "visibility", "kind", "level", "error_state"),
            *("review_by", "reminded_at"),
        ]
    )
    record(actor, "article.changed", row.slug, id=row.pk, visibility=row.visibility)
    return row


@transaction.atomic
def publish_article(article: KnowledgeArticle, *, actor: Actor) -> KnowledgeArticle:
    """Let people read it. Raises Refused if it has no words in any language yet."""
    require_publisher(actor)
    row = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    if row.published_at is not None:
        return row
    languages = list(ArticleTranslation.objects.filter(article=row).values_list("language", flat=True))
    if not languages:
        raise Refused(_("Write the article in at least one language first."))
    row.published_at = clock.now()
    row.save(update_fields=["published_at"])
    record(actor, "article.published", row.slug, id=row.pk)
    for language in languages:
        announce(row, language, is_first=True)
    return row


@transaction.atomic
def withdraw_article(article: KnowledgeArticle, *, actor: Actor) -> KnowledgeArticle:
    """Nobody reads it any more, in no language; it can be published again as it is."""
    require_publisher(actor)
    row = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    if row.published_at is None:
        return row
    row.published_at = None
    row.save(update_fields=["published_at"])
    record(actor, "article.withdrawn", row.slug, id=row.pk)
    return row


def _require_guide(row: KnowledgeArticle, wanted: ArticleSettings) -> None:
    guide = wanted.guide
    if guide is not None and (guide.kind != Type.GUIDE or guide.guide_id or guide.pk == row.pk):
        raise Refused(_("Choose a guide that is not a chapter itself."), field="guide")
    if wanted.kind != Type.GUIDE and row.chapters.exists():
        raise Refused(_("This guide has chapters. Take them out of it first."), field="kind")
    if guide is not None and wanted.kind == Type.GUIDE:
        raise Refused(_("A guide cannot be a chapter of another one."), field="guide")


def _settings_of(row: KnowledgeArticle) -> tuple[object, ...]:
    return (
        *(row.category_id, row.owner_id, row.guide_id, row.place, row.visibility, row.kind, row.level),
        *(row.error_state, row.review_by),
    )

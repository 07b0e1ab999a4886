"""The verbs of the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.folding import fold
from divan.knowledge.access import require_author
from divan.knowledge.markdown import plain, to_html
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle, KnowledgeCategory, Visibility


@transaction.atomic
def create_category(names: Mapping[str, str], *, actor: Actor) -> KnowledgeCategory:
    """A new shelf behind the others, with its names by language."""
    require_author(actor)
    place = KnowledgeCategory.objects.count()
    category = KnowledgeCategory.objects.create(names=dict(names), position=place)
    record(actor, "knowledge.category_created", category, id=category.pk)
    return category


@transaction.atomic
def create_article(
    slug: str, category: KnowledgeCategory, *, actor: Actor, visibility: str = Visibility.PUBLIC
) -> KnowledgeArticle:
    """A draft without words, owned by the actor. Raises Refused (field "slug") if the address is taken."""
    require_author(actor)
    if KnowledgeArticle.objects.filter(slug=slug).exists():
        raise Refused(_("There is an article with this address already."), field="slug")
    article = KnowledgeArticle.objects.create(
        slug=slug,
        category=category,
        visibility=Visibility(visibility),
        owner_id=actor.id,
        created_at=clock.now(),
    )
    record(actor, "article.created", slug, id=article.pk)
    return article


@transaction.atomic
def write_translation(
    article: KnowledgeArticle, language: str, *, title: str, summary: str, body: str, actor: Actor
) -> ArticleTranslation:
    """Say in `language` what the article says; `body` is Markdown. Replaces what was there."""
    require_author(actor)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose one of the languages of this help desk."), field="language")
    if not title.strip() or not body.strip():
        raise Refused(_("An article needs a title and a text."), field="title")
    html = to_html(body)
    translation, _is_new = ArticleTranslation.objects.update_or_create(
        article=article,
        language=language,
        defaults={
            "title": title.strip(),
            "summary": summary.strip(),
            "body": body,
            "html": html,
            "search_title": fold(title)[:400],
            "search_text": fold(f"{summary} {plain(html)}"),
            "changed_at": clock.now(),
        },
    )
    record(actor, "article.written", article.slug, id=article.pk, language=language)
    return translation


@transaction.atomic
def publish_article(article: KnowledgeArticle, *, actor: Actor) -> KnowledgeArticle:
    """Let people read it. Raises Refused if it has no words in any language yet."""
    require_author(actor)
    row = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    if row.published_at is not None:
        return row
    if not row.translations.exists():
        raise Refused(_("Write the article in at least one language first."))
    row.published_at = clock.now()
    row.save(update_fields=["published_at"])
    record(actor, "article.published", row.slug, id=row.pk)
    return row

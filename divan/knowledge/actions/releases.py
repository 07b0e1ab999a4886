"""Words going live, coming back, and being taken away again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.knowledge.access import require_author, require_publisher
from divan.knowledge.actions.drafts import lock, locked, require_other, save_draft
from divan.knowledge.actions.news import announce
from divan.knowledge.models import ArticleDraft, ArticleTranslation, ArticleVersion, KnowledgeArticle
from divan.knowledge.wording import require_words, stored, tidy


@transaction.atomic
def release_draft(draft: ArticleDraft, *, actor: Actor) -> ArticleTranslation:
    """Make the draft what people read, and the article public with it. Raises Refused for an empty one, and
    for the author of a draft that was handed in for review.
    """
    require_publisher(actor)
    row = locked(draft)
    require_other(row, actor)
    approved = row.approved_by_id or actor.id
    return _release(
        row.article, row.language, row.words, author=row.author_id, approved=approved, actor=actor
    )


@transaction.atomic
def write_translation(
    article: KnowledgeArticle, language: str, *, title: str, body: str, actor: Actor, **more: str
) -> ArticleTranslation:
    """Say in `language` what the article says, at once; `body` is Markdown, `more` the other fields of the words.

    An article that is not published stays so. Raises Refused without title or text.
    """
    require_author(actor)
    if article.published_at is not None:
        require_publisher(actor)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose one of the languages of this help desk."), field="language")
    words = tidy({"title": title, "body": body, **more})
    require_words(words)
    lock(article)
    translation = _write(article, language, words, author=actor.id, approved=actor.id)
    record(actor, "article.written", article.slug, id=article.pk, language=language)
    return translation


@transaction.atomic
def restore_version(version: ArticleVersion, *, actor: Actor) -> ArticleDraft:
    """Make an old version the draft, to be looked at and released like any other."""
    require_author(actor)
    return save_draft(version.article, version.language, version.words, actor=actor)


@transaction.atomic
def confirm_translation(translation: ArticleTranslation, *, actor: Actor) -> ArticleTranslation:
    """The source has changed, and the translation is still right."""
    require_publisher(actor)
    article = lock(translation.article)
    row = ArticleTranslation.objects.select_for_update().get(pk=translation.pk)
    current = _source_version(article)
    if row.source_version == current:
        return row
    row.source_version = current
    row.save(update_fields=["source_version"])
    record(actor, "article.translation_confirmed", article.slug, id=article.pk, language=row.language)
    return row


@transaction.atomic
def withdraw_translation(translation: ArticleTranslation, *, actor: Actor) -> None:
    """Nobody reads the article in this language any more; its versions stay. The last language is the whole
    article: raises Refused while that is published.
    """
    require_publisher(actor)
    article = lock(translation.article)
    others = ArticleTranslation.objects.filter(article=article).exclude(pk=translation.pk)
    if article.published_at is not None and not others.exists():
        raise Refused(_("This is the only language. Withdraw the whole article instead."))
    gone, _rows = ArticleTranslation.objects.filter(pk=translation.pk).delete()
    if gone:
        record(
            actor, "article.translation_withdrawn", article.slug, id=article.pk, language=translation.language
        )


def _release(
    article: KnowledgeArticle,
    language: str,
    words: dict[str, str],
    *,
    author: int | None,
    approved: int | None,
    actor: Actor,
) -> ArticleTranslation:
    require_words(words)
    is_first = not ArticleTranslation.objects.filter(article=article, language=language).exists()
    translation = _write(article, language, words, author=author, approved=approved)
    if article.published_at is None:
        article.published_at = clock.now()
        article.save(update_fields=["published_at"])
    ArticleDraft.objects.filter(article=article, language=language).delete()
    record(actor, "article.released", article.slug, id=article.pk, language=language)
    announce(article, language, is_first=is_first)
    return translation


def _write(
    article: KnowledgeArticle,
    language: str,
    words: dict[str, str],
    *,
    author: int | None,
    approved: int | None,
) -> ArticleTranslation:
    """Keep the words as the next version and make them live; unchanged words stay the version they are."""
    live = ArticleTranslation.objects.filter(article=article, language=language).first()
    if live is not None and live.words == words:
        number = live.version
    else:
        number = _last_version(article, language) + 1
        ArticleVersion.objects.create(
            article=article,
            language=language,
            number=number,
            author_id=author,
            approved_by_id=approved,
            released_at=clock.now(),
            **words,
        )
    is_source = language == article.source_language
    columns: dict[str, Any] = {
        **stored(words, language),
        "version": number,
        "source_version": number if is_source else _source_version(article),
        "changed_at": clock.now(),
    }
    return ArticleTranslation.objects.update_or_create(article=article, language=language, defaults=columns)[
        0
    ]


def _last_version(article: KnowledgeArticle, language: str) -> int:
    """The number of the newest version in that language, 0 before the first."""
    versions = ArticleVersion.objects.filter(article=article, language=language)
    return versions.aggregate(last=Max("number"))["last"] or 0


def _source_version(article: KnowledgeArticle) -> int:
    """The version of the source language that is live, 0 while it has none."""
    source = ArticleTranslation.objects.filter(article=article, language=article.source_language)
    return source.values_list("version", flat=True).first() or 0

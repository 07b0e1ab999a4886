"""The sample knowledge base, made by its verbs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from divan.core import clock
from divan.core.actors import Actor
from divan.knowledge import actions
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle, KnowledgeCategory
from divan.samples.library import articles


def publish(author: Actor) -> None:
    """Write and publish all sample articles, the first of them the longest ago; one stays a draft, and one
    has been changed since it was translated.
    """
    data = articles()
    now = clock.now()
    categories = {
        slug: actions.create_category(names, actor=author) for slug, names in data["categories"].items()
    }
    for place, row in enumerate(data["articles"]):
        with clock.at(now - timedelta(days=6 * (len(data["articles"]) - place))):
            _write(row, categories[row["category"]], author)
    for change in data["later"]:
        _change(change, author)


def _write(row: dict[str, Any], category: KnowledgeCategory, author: Actor) -> None:
    kind, visibility = row.get("kind", "howto"), row["visibility"]
    article = actions.create_article(row["slug"], category, visibility=visibility, kind=kind, actor=author)
    for language, words in row["translations"].items():
        actions.write_translation(article, language, **words, actor=author)
    for language, words in row.get("draft", {}).items():
        actions.save_draft(article, language, words, actor=author)
    guide = KnowledgeArticle.objects.filter(slug=row.get("guide", "")).first()
    wanted = actions.ArticleSettings(
        category=category,
        visibility=visibility,
        kind=kind,
        level=row.get("level", "basic"),
        error_state=row.get("error_state", ""),
        owner=article.owner,
        guide=guide,
        place=row.get("place", 0),
    )
    actions.change_article(article, wanted, actor=author)
    if row["translations"]:
        actions.publish_article(article, actor=author)


def _change(change: dict[str, Any], author: Actor) -> None:
    """Something new in one language, and the translations that are right all the same."""
    texts = ArticleTranslation.objects.select_related("article").filter(article__slug=change["slug"])
    live = texts.get(language=change["language"])
    words = {**live.words, "body": live.body + change["adds"]}
    actions.write_translation(live.article, live.language, actor=author, **words)
    for translation in texts.filter(language__in=change["still_right"]):
        actions.confirm_translation(translation, actor=author)

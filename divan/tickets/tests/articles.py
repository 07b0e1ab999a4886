"""Articles that agents answer with."""

from __future__ import annotations

from divan.core.jobs import drain
from divan.knowledge import actions
from divan.knowledge.models import KnowledgeArticle, KnowledgeCategory
from divan.knowledge.paths import article_path, whole
from tests.support.cast import Cast, actor


def article(people: Cast, slug: str, visibility: str = "public", **titles: str) -> KnowledgeArticle:
    """A published article that search has heard of; `titles` are by language, each text says its title."""
    author = actor(people.supervisor)
    shelf = KnowledgeCategory.objects.first() or actions.create_category({"en": "Printers"}, actor=author)
    made = actions.create_article(slug, shelf, visibility=visibility, actor=author)
    for language, title in titles.items():
        body = f"## Drum {{#drum}}\n\n{title}\n\n## Toner {{#toner}}\n\nSee [more](article:{slug})."
        actions.write_translation(made, language, title=title, summary="Short", body=body, actor=author)
    published = actions.publish_article(made, actor=author)
    drain()
    return published


def address(slug: str, language: str = "", anchor: str = "") -> str:
    """The whole address of an article, as the picker inserts it."""
    return whole(article_path(slug, language)) + (f"#{anchor}" if anchor else "")


def link(slug: str, language: str = "", anchor: str = "", title: str = "Read this") -> str:
    """Markup of a composer with such a link."""
    return f'<p>Hello. <a href="{address(slug, language, anchor)}">{title}</a></p>'

"""Articles in lists, each in the best language for its reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from divan.accounts.installation import installation
from divan.core.actors import Actor
from divan.knowledge import access
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a list, in the language that its reader gets."""

    slug: str
    language: str
    title: str
    summary: str
    kind: str = ""
    level: str = ""


def articles_visible_to(actor: Actor) -> QuerySet[KnowledgeArticle]:
    """The published articles that the actor may read."""
    return access.visible_to(actor)


def order_of(language: str) -> list[str]:
    """The languages in which an article is looked for: the reader's, the help desk's, English; then any."""
    here = installation()
    return list(dict.fromkeys([language, here.default_language if here else "en", "en"]))


def texts(actor: Actor, language: str) -> QuerySet[ArticleTranslation]:
    """What the actor may read, the best language first."""
    best = order_of(language)
    ranked = Case(
        *(When(language=code, then=Value(place)) for place, code in enumerate(best)),
        default=Value(len(best)),
        output_field=IntegerField(),
    )
    rows = access.translations_visible_to(actor).select_related("article")
    return rows.order_by(ranked, F("article__published_at").desc(), "article_id", "language")


def light(rows: QuerySet[ArticleTranslation]) -> QuerySet[ArticleTranslation]:
    """Without the long columns, which a list does not show."""
    return rows.defer("body", "symptom", "cause", "workaround", "html")


def first_of_each(rows: Iterable[ArticleTranslation]) -> list[ArticleTranslation]:
    """One row for each article: the first, which is in the best language."""
    chosen: dict[int, ArticleTranslation] = {}
    for row in rows:
        chosen.setdefault(row.article_id, row)
    return list(chosen.values())


def entry(row: ArticleTranslation) -> Entry:
    """The row as a list shows it."""
    article = row.article
    return Entry(article.slug, row.language, row.title, row.summary, article.kind, article.level)

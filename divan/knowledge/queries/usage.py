"""Articles by how much they are used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from divan.core import clock
from divan.core.actors import Actor
from divan.knowledge.markdown import headings
from divan.knowledge.models import (
    ArticleFeedback,
    ArticleReads,
    ArticleTranslation,
    Deflection,
    KnowledgeArticle,
    Type,
)
from divan.knowledge.queries.entries import Entry, entry, first_of_each, light, texts

# What was read long ago says little about what people ask now.
RECENT = timedelta(days=90)
# Somebody who says that it helped weighs as much as so many who only looked at it.
HELPED_WEIGHS = 5
MOST = 200


def questions(actor: Actor, language: str) -> list[Entry]:
    """The frequent questions that the actor may read, the most used of the last three months first (two queries)."""
    rows = light(texts(actor, language)).filter(article__kind=Type.FAQ)
    chosen = first_of_each(rows[: MOST * 5])
    wanted = KnowledgeArticle.objects.filter(pk__in=[row.article_id for row in chosen])
    used = {article.pk: getattr(article, "used", 0) for article in with_use(wanted).only("pk")}
    return [entry(row) for row in sorted(chosen, key=lambda row: -used.get(row.article_id, 0))]


def headings_of(ids: Collection[int]) -> dict[tuple[int, str], dict[str, str]]:
    """The headings of articles by anchor, for each article and language, whoever may read them (one query)."""
    rows = ArticleTranslation.objects.filter(article_id__in=ids)
    found = rows.values_list("article_id", "language", "html")
    return {(article, language): dict(headings(html)) for article, language, html in found}


def with_use(articles: QuerySet[KnowledgeArticle]) -> QuerySet[KnowledgeArticle]:
    """The articles with `used`: recent reads, and what helped (feedback and solved questions) by its weight."""
    since = clock.now() - RECENT
    here = Q(article=OuterRef("pk"))
    reads = ArticleReads.objects.filter(here, day__gte=since.date()).order_by().values("article")
    helped = ArticleFeedback.objects.filter(here, helped=True, created_at__gte=since).order_by()
    solved = Deflection.objects.filter(here, created_at__gte=since).order_by()
    return articles.annotate(
        used=_or_nought(reads.annotate(sum=Sum("times")).values("sum"))
        + HELPED_WEIGHS * _or_nought(helped.values("article").annotate(sum=Count("pk")).values("sum"))
        + HELPED_WEIGHS * _or_nought(solved.values("article").annotate(sum=Count("pk")).values("sum"))
    )


def _or_nought(sums: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(sums, output_field=IntegerField()), Value(0))

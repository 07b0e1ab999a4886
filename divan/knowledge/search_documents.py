"""Articles as search finds them: one document for each language, so that every reader gets the right words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from divan.core.actors import Actor
from divan.knowledge.access import translations_visible_to
from divan.knowledge.markdown import plain
from divan.knowledge.models import ArticleTranslation
from divan.search.documents import Document, Kind, Passage, View, document_kinds

ARTICLE = "article"


def register() -> None:
    """Make articles known to search. What is hidden or not published yet is left out by the gate."""
    document_kinds.add(ARTICLE, _ARTICLES)


def _load(ids: Iterable[int]) -> list[Document]:
    rows = ArticleTranslation.objects.filter(pk__in=set(ids)).order_by("pk")
    return [
        Document(
            object_id=row.pk,
            subject=(Passage(row.title, row.language),),
            public=(Passage(row.summary, row.language), Passage(plain(row.html), row.language)),
            facets=(f"l{row.language}",),
        )
        for row in rows
    ]


def _views(actor: Actor) -> tuple[View, ...]:
    return (View(partial(translations_visible_to, actor)),)


_ARTICLES = Kind(
    code=4, label=_("Articles"), load=_load, objects=ArticleTranslation.objects.all, views=_views
)

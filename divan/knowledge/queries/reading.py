"""One article to read, its chapters, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.rows import one_of
from divan.knowledge import access
from divan.knowledge.markdown import headings, plain
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle, Type
from divan.knowledge.queries.entries import Entry, entry, first_of_each, light, texts
from divan.knowledge.queries.shelves import follows
from divan.knowledge.tree import Shelf, trail, tree

RELATED = 4
_WORDS_A_MINUTE = 180


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to read. `is_fallback` when it is not there in the wanted language, `is_stale` when the source
    language says something newer; `languages` are those that it is there in. `wanted` is what was asked for.
    """

    id: int
    slug: str
    language: str
    wanted: str
    title: str
    summary: str
    html: SafeString
    contents: list[tuple[str, str]]
    kind: str
    level: str
    state: str
    state_name: str
    is_public: bool
    is_internal: bool
    category_id: int
    trail: list[Shelf]
    owner: str
    changed_at: datetime
    minutes: int
    is_fallback: bool
    is_stale: bool
    languages: list[str]
    follows: bool
    guide: Entry | None = None
    chapters: list[Entry] = field(default_factory=list)

    @property
    def before(self) -> Entry | None:
        """The chapter before this one, or the guide before the first."""
        place = self._place
        return None if place is None else self.chapters[place - 1] if place else self.guide

    @property
    def after(self) -> Entry | None:
        """The next chapter; of the guide itself, the first."""
        place = -1 if self._place is None else self._place
        return self.chapters[place + 1] if place + 1 < len(self.chapters) else None

    @property
    def _place(self) -> int | None:
        slugs = [chapter.slug for chapter in self.chapters]
        return slugs.index(self.slug) if self.slug in slugs else None


def article(actor: Actor, slug: str, language: str) -> Reading:
    """The article at that address in the best language; raises NotAllowed if there is none for the actor."""
    rows = (
        texts(actor, language).filter(article__slug=slug).select_related("article__owner", "article__guide")
    )
    found = list(rows)
    if not found:
        raise NotAllowed(slug)
    row = found[0]
    chapters = _chapters(actor, row.article, language)
    return Reading(
        **_facts(row, language),
        **_of_all_languages(found, row),
        trail=trail(tree(language), row.article.category_id),
        follows=follows(actor, article_id=row.article_id),
        guide=next((entry(one) for one in chapters if one.article_id == row.article.guide_id), None),
        chapters=[entry(one) for one in chapters if one.article.guide_id],
    )


def title_of(actor: Actor, slug: str, language: str) -> Entry | None:
    """The article at that address as a list would show it; None if the actor may not read it (one query)."""
    row = light(texts(actor, language)).filter(article__slug=slug).first()
    return entry(row) if row else None


def related(actor: Actor, reading: Reading, language: str) -> list[Entry]:
    """Other articles of the same shelf (one query)."""
    rows = light(texts(actor, language)).filter(article__category_id=reading.category_id, article__guide=None)
    found = first_of_each(rows.exclude(article__slug=reading.slug))
    return [entry(row) for row in found[:RELATED]]


def whole_guide(actor: Actor, slug: str, language: str) -> list[ArticleTranslation]:
    """A guide and its chapters in order, each in the best language, to be printed; any other article alone."""
    found = one_of(texts(actor, language).filter(article__slug=slug), slug)
    rows = texts(actor, language).filter(article__guide=found.article_id)
    return [found, *sorted(first_of_each(rows), key=_place)]


def _chapters(actor: Actor, of: KnowledgeArticle, language: str) -> list[ArticleTranslation]:
    """The guide that the article belongs to or is, and its chapters; only those that the actor may read."""
    guide_id = of.pk if of.kind == Type.GUIDE else of.guide_id
    if guide_id is None:
        return []
    rows = light(texts(actor, language))
    family = first_of_each(rows.filter(article__in=access.visible_to(actor).filter(pk=guide_id)))
    return [*family, *sorted(first_of_each(rows.filter(article__guide=guide_id)), key=_place)]


def _place(row: ArticleTranslation) -> tuple[int, int]:
    return row.article.place, row.article_id


def _facts(row: ArticleTranslation, language: str) -> dict[str, Any]:
    """What one text says about itself."""
    of = row.article
    return {
        "id": of.pk,
        "slug": of.slug,
        "language": row.language,
        "wanted": language,
        "title": row.title,
        "summary": row.summary,
        "html": mark_safe(row.html),  # noqa: S308 - sanitised when it was written
        "contents": headings(row.html),
        "kind": of.kind,
        "level": of.level,
        "state": of.error_state,
        "state_name": of.get_error_state_display() if of.error_state else "",
        "is_public": of.visibility == "public",
        "is_internal": of.visibility == "internal",
        "category_id": of.category_id,
        "owner": str(of.owner) if of.owner else "",
        "changed_at": row.changed_at,
        "minutes": max(1, round(len(plain(row.html).split()) / _WORDS_A_MINUTE)),
        "is_fallback": row.language != language,
    }


def _of_all_languages(found: list[ArticleTranslation], row: ArticleTranslation) -> dict[str, Any]:
    """What only the other languages can tell."""
    source = next((one for one in found if one.language == row.article.source_language), None)
    return {
        "languages": sorted(one.language for one in found),
        "is_stale": source is not None and source.version > row.source_version,
    }

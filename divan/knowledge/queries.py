"""What the help pages show: shelves, one article, and what a search finds, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.safestring import SafeString, mark_safe

from divan.accounts.installation import installation
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.l10n.folding import fold
from divan.core.labels import label
from divan.knowledge import access
from divan.knowledge.markdown import headings
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle

FOUND = 20
SUGGESTED = 4
LATEST = 4
RELATED = 4
_LONGEST_QUERY = 200
_MOST_WORDS = 6
_WORDS_A_MINUTE = 180


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a list, in the language that its reader gets."""

    slug: str
    language: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with its articles."""

    id: int
    name: str
    articles: list[Entry]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to read. `is_fallback` when it is not there in the reader's language."""

    slug: str
    language: str
    title: str
    summary: str
    html: SafeString
    contents: list[tuple[str, str]]
    category_id: int
    category: str
    owner: str
    changed_at: datetime
    minutes: int
    is_fallback: bool


def articles_visible_to(actor: Actor) -> QuerySet[KnowledgeArticle]:
    """The published articles that the actor may read."""
    return access.visible_to(actor)


def shelves(actor: Actor, language: str) -> list[Shelf]:
    """All categories that hold something for the actor, each article in the best language (one query)."""
    rows = _translations(actor, language).select_related("article__category")
    shelved: dict[int, Shelf] = {}
    for row in sorted(_first_of_each(rows), key=lambda row: (row.article.category.position, row.title)):
        category = row.article.category
        shelf = shelved.setdefault(category.pk, Shelf(category.pk, label(category.names, language), []))
        shelf.articles.append(_entry(row))
    return list(shelved.values())


def latest(actor: Actor, language: str, count: int = LATEST) -> list[Entry]:
    """The newest articles (one query)."""
    newest = access.visible_to(actor).order_by("-published_at", "-id").values("pk")[:count]
    rows = _first_of_each(_translations(actor, language).filter(article__in=newest))
    return [_entry(row) for row in sorted(rows, key=_age, reverse=True)]


def article(actor: Actor, slug: str, language: str) -> Reading:
    """The article at that address; raises NotAllowed if there is none for the actor."""
    rows = _translations(actor, language).filter(article__slug=slug)
    row = rows.select_related("article__category", "article__owner").first()
    if row is None:
        raise NotAllowed(slug)
    category, owner = row.article.category, row.article.owner
    return Reading(
        slug=slug,
        language=row.language,
        title=row.title,
        summary=row.summary,
        html=mark_safe(row.html),  # noqa: S308 - sanitised when it was written
        contents=[(name, unescape(text)) for name, text in headings(row.html)],
        category_id=category.pk,
        category=label(category.names, language),
        owner=str(owner) if owner else "",
        changed_at=row.changed_at,
        minutes=max(1, round(len(row.body.split()) / _WORDS_A_MINUTE)),
        is_fallback=row.language != language,
    )


def related(actor: Actor, reading: Reading, language: str) -> list[Entry]:
    """Other articles of the same shelf."""
    rows = _translations(actor, language).filter(article__category_id=reading.category_id)
    found = _first_of_each(rows.exclude(article__slug=reading.slug))
    return [_entry(row) for row in found[:RELATED]]


def search(actor: Actor, text: str, language: str, count: int = FOUND) -> list[Entry]:
    """Articles that hold every word of `text`, those with the words in the title first (one query)."""
    words = fold(text[:_LONGEST_QUERY]).split()[:_MOST_WORDS]
    if not words:
        return []
    rows = _translations(actor, language).filter(
        *(Q(search_title__contains=word) | Q(search_text__contains=word) for word in words)
    )
    in_title = {row.article_id for row in rows if all(word in row.search_title for word in words)}
    found = sorted(_first_of_each(rows), key=lambda row: row.article_id not in in_title)
    return [_entry(row) for row in found[:count]]


def suggestions(actor: Actor, text: str, language: str) -> list[Entry]:
    """A few articles that may answer somebody who is still writing: any of the longer words will do."""
    words = sorted({word for word in fold(text[:_LONGEST_QUERY]).split() if len(word) > 3}, key=len)
    wanted = words[-_MOST_WORDS:]
    if not wanted:
        return []
    found = Q(*(Q(search_title__contains=word) for word in wanted), _connector=Q.OR)
    return [_entry(row) for row in _first_of_each(_translations(actor, language).filter(found))[:SUGGESTED]]


def _translations(actor: Actor, language: str) -> QuerySet[ArticleTranslation]:
    """What the actor may read, best language first: the reader's, the help desk's, English, any."""
    here = installation()
    best = [language, here.default_language if here else "en", "en"]
    ranked = Case(
        *(When(language=code, then=Value(place)) for place, code in enumerate(best)),
        default=Value(len(best)),
        output_field=IntegerField(),
    )
    rows = ArticleTranslation.objects.filter(article__in=access.visible_to(actor)).select_related("article")
    return rows.order_by(ranked, F("article__published_at").desc(), "article_id", "language")


def _first_of_each(rows: Iterable[ArticleTranslation]) -> list[ArticleTranslation]:
    """One row for each article: the first, which is in the best language."""
    chosen: dict[int, ArticleTranslation] = {}
    for row in rows:
        chosen.setdefault(row.article_id, row)
    return list(chosen.values())


def _age(row: ArticleTranslation) -> datetime:
    """Since when people read it."""
    return row.article.published_at or row.article.created_at


def _entry(row: ArticleTranslation) -> Entry:
    return Entry(row.article.slug, row.language, row.title, row.summary)

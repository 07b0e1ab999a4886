"""Articles for somebody who answers with them: found in any language, linked in that of the recipient (K3, K4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.knowledge import access
from divan.knowledge.markdown import headings
from divan.knowledge.models import ArticleTranslation, KnowledgeArticle, Visibility
from divan.knowledge.queries.entries import order_of, texts
from divan.knowledge.queries.links import ArticleLink, address_of
from divan.knowledge.queries.search import LANGUAGES, LONGEST_QUERY, best_first
from divan.knowledge.search_documents import ARTICLE
from divan.search.queries import Hit, Marker, Query, did_you_mean, find, marker, similar

FOUND = 5
PASSAGES = 6


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers whom. Without a `recipient` it is a note, which only the staff reads.

    `language` is the one in which the recipient reads.
    """

    actor: Actor
    recipient: Actor | None
    language: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading of an article, and the address that leads to it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Linkable:
    """An article as the answering person sees it, and the link that the recipient gets.

    `title` is in the language of the former, `link_title` in `link_language`, which is `wanted` unless the article
    is not there in it.
    """

    id: int
    title: str
    language: str
    summary: str
    is_public: bool
    is_internal: bool
    link_title: str
    link_language: str
    wanted: str
    address: str
    passages: Sequence[Passage]

    @property
    def is_fallback(self) -> bool:
        return self.link_language != self.wanted


def articles_for(actor: Actor, recipient: Actor | None) -> QuerySet[KnowledgeArticle]:
    """What the actor may read and, in a public answer, its recipient too; an internal article never goes out."""
    articles = access.visible_to(actor)
    if recipient is None:
        return articles
    readable = access.visible_to(recipient).exclude(visibility=Visibility.INTERNAL)
    return articles.filter(pk__in=readable.order_by().values("pk"))


def unreadable_for(recipient: Actor, slugs: Collection[str], ids: Collection[int] = ()) -> str | None:
    """The title of an article among these that must not go to the recipient, None if all may (two queries)."""
    readable = access.visible_to(recipient).exclude(visibility=Visibility.INTERNAL)
    kept_back = KnowledgeArticle.objects.exclude(pk__in=readable.order_by().values("pk"))
    for row in kept_back.filter(slug__in=slugs) | kept_back.filter(pk__in=ids):
        return titles([row.pk], recipient.language).get(row.pk, row.slug)
    return None


def find_linkable(answering: Answering, text: str) -> list[Linkable]:
    """Articles that hold every word of `text` in any of its forms; when there are none, of what was meant."""
    among = _among(answering)
    query = Query(words=text[:LONGEST_QUERY], is_typing=True)
    hits = _hits(answering, query, among)
    if not hits and (meant := did_you_mean(query, actor=answering.actor, kind=ARTICLE, among=among)):
        query = Query(words=meant)
        hits = _hits(answering, query, among)
    return _linkables(answering, hits, marker(query))


def near(answering: Answering, text: str) -> list[Linkable]:
    """Articles that share the rarer words of a longer text, the nearest first."""
    limit = FOUND * LANGUAGES
    hits = similar(text, actor=answering.actor, kind=ARTICLE, among=_among(answering), limit=limit)
    return _linkables(answering, hits, None)


def titles(ids: Collection[int], language: str) -> dict[int, str]:
    """The titles of articles in the best language for the reader, whoever may read them (one query)."""
    best = order_of(language)
    rows = ArticleTranslation.objects.filter(article_id__in=ids).values_list(
        "article_id", "language", "title"
    )
    ranked = sorted(rows, key=lambda row: best.index(row[1]) if row[1] in best else len(best))
    return {article: title for article, _language, title in reversed(ranked)}


def text_to_adapt(answering: Answering, article_id: int) -> ArticleTranslation:
    """What the article says in the language of the recipient, or the nearest; raises NotAllowed if it must not
    go to them.
    """
    articles = articles_for(answering.actor, answering.recipient).filter(pk=article_id)
    return one_of(
        texts(answering.actor, answering.language).filter(article__in=articles), f"article {article_id}"
    )


def guide_to_adapt(answering: Answering, article_id: int) -> list[ArticleTranslation]:
    """What the article and, of a guide, its chapters say, as `text_to_adapt`; chapters that must not go to the
    recipient are left out.
    """
    first = text_to_adapt(answering, article_id)
    chapters = articles_for(answering.actor, answering.recipient).filter(guide=article_id)
    places = list(chapters.order_by("place", "pk").values_list("pk", flat=True))
    best: dict[int, ArticleTranslation] = {}
    if places:
        for row in texts(answering.actor, answering.language).filter(article__in=places):
            best.setdefault(row.article_id, row)
    return [first, *(best[pk] for pk in places if pk in best)]


def _among(answering: Answering) -> QuerySet[ArticleTranslation]:
    return ArticleTranslation.objects.filter(article__in=articles_for(answering.actor, answering.recipient))


def _hits(answering: Answering, query: Query, among: QuerySet[ArticleTranslation]) -> Sequence[Hit]:
    return find(query, actor=answering.actor, kind=ARTICLE, among=among, limit=FOUND * LANGUAGES).hits


def _linkables(answering: Answering, hits: Iterable[Hit], sought: Marker | None) -> list[Linkable]:
    """The articles behind the hits in the order of their best one (two queries)."""
    nearest = best_first(hits)[:FOUND]
    rows: dict[int, list[ArticleTranslation]] = {}
    readable = texts(answering.actor, answering.language).filter(article_id__in=nearest)
    for row in readable.defer("body", "symptom", "cause", "workaround"):
        rows.setdefault(row.article_id, []).append(row)
    shown = [article for article in nearest if article in rows]
    return [
        _linkable(answering, rows[article], sought, is_first=place == 0)
        for place, article in enumerate(shown)
    ]


def _linkable(
    answering: Answering, rows: list[ArticleTranslation], sought: Marker | None, *, is_first: bool
) -> Linkable:
    """An article in all its languages, that of the recipient first."""
    linked = rows[0]
    by_language = {row.language: row for row in rows}
    read = next(
        (by_language[code] for code in order_of(answering.actor.language) if code in by_language), linked
    )
    return Linkable(
        id=linked.article_id,
        title=read.title,
        language=read.language,
        summary=read.summary,
        is_public=linked.article.visibility == Visibility.PUBLIC,
        is_internal=linked.article.visibility == Visibility.INTERNAL,
        link_title=linked.title,
        link_language=linked.language,
        wanted=answering.language,
        address=address_of(ArticleLink(linked.article.slug, linked.language)),
        passages=_passages(linked, sought, is_first=is_first),
    )


def _passages(row: ArticleTranslation, sought: Marker | None, *, is_first: bool) -> list[Passage]:
    """The headings of the first article, of the others only those that hold a word that was looked for."""
    return [
        Passage(title, address_of(ArticleLink(row.article.slug, row.language, anchor)))
        for anchor, title in headings(row.html)
        if is_first or (sought is not None and any(sought.spans(title, row.language)))
    ][:PASSAGES]

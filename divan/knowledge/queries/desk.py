"""What authors see: all articles with the state of each language, drafts, versions, and what readers said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.knowledge.access import PUBLISH, WRITE, article_to_write, require_author
from divan.knowledge.models import (
    ArticleDraft,
    ArticleFeedback,
    ArticleTranslation,
    ArticleVersion,
    DraftState,
    KnowledgeArticle,
)
from divan.knowledge.queries.deflections import Deflected, deflected

Words = TypeVar("Words", ArticleTranslation, ArticleDraft)

FILTERS = ("all", "drafts", "review", "overdue", "stale", "internal")
COMMENTS = 20


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far an article is in one language: "missing", "draft", "review", "scheduled", "live" or "stale".

    `is_live` tells whether people read it, whatever is being written on top of it.
    """

    language: str
    name: str
    state: str
    title: str
    is_live: bool
    is_stale: bool
    draft: ArticleDraft | None = None
    translation: ArticleTranslation | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An article in the list of the desk."""

    id: int
    slug: str
    title: str
    language: str
    kind: str
    visibility: str
    category_id: int
    owner: str
    review_by: date | None
    is_overdue: bool
    is_published: bool
    languages: list[LanguageState]
    helped: int
    not_helped: int
    deflected: Deflected

    @property
    def states(self) -> set[str]:
        return {one.state for one in self.languages} | (
            {"stale"} if any(o.is_stale for o in self.languages) else set()
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """One article on the desk."""

    article: KnowledgeArticle
    line: Line
    chapters: list[KnowledgeArticle] = field(default_factory=list)
    comments: list[ArticleFeedback] = field(default_factory=list)


def lines(actor: Actor, language: str, show: str = "all") -> list[Line]:
    """All articles that `show` lets through (five queries), by title. Raises NotAllowed for others than authors."""
    require_author(actor)
    found = _lines(KnowledgeArticle.objects.all(), language)
    wanted = {
        "drafts": lambda line: line.states & {"draft", "scheduled"} or not line.is_published,
        "review": lambda line: "review" in line.states,
        "overdue": lambda line: line.is_overdue,
        "stale": lambda line: "stale" in line.states,
        "internal": lambda line: line.visibility == "internal",
    }.get(show, lambda line: True)
    return [line for line in found if wanted(line)]


def overview(actor: Actor, article_id: int, language: str) -> Overview:
    """One article with its chapters and what readers wrote."""
    article = article_to_write(actor, article_id)
    line = _lines(KnowledgeArticle.objects.filter(pk=article.pk), language)[0]
    chapters = list(article.chapters.order_by("place", "pk"))
    comments = list(article.feedback.filter(helped=False)[:COMMENTS])
    return Overview(article, line, chapters, comments)


def waiting_for(actor: Actor) -> int:
    """How many things wait for this author: drafts to review, and own articles to look at again."""
    if not actor.may(WRITE):
        return 0
    drafts = ArticleDraft.objects.filter(state=DraftState.REVIEW, reviewer_id=actor.id).count()
    return drafts + overdue().filter(owner_id=actor.id).count()


def draft_of(actor: Actor, article_id: int, language: str) -> ArticleDraft:
    """The draft in that language; raises NotAllowed if there is none."""
    article = article_to_write(actor, article_id)
    found = ArticleDraft.objects.select_related("article", "reviewer", "author").filter(
        article=article, language=language
    )
    return one_of(found, f"draft {article_id} {language}")


def versions(actor: Actor, article_id: int, language: str) -> list[ArticleVersion]:
    """All versions in that language, the newest first."""
    article = article_to_write(actor, article_id)
    rows = ArticleVersion.objects.filter(article=article, language=language)
    return list(rows.select_related("author", "approved_by", "article"))


def reviewers(actor: Actor) -> list[User]:
    """Everybody else who may publish."""
    people = User.objects.filter(is_active=True, role__is_staff=True).exclude(pk=actor.person_id)
    return [
        person for person in people.select_related("role").order_by("name")
        if PUBLISH in person.role.held_permissions
    ]  # fmt: skip


def authors() -> list[User]:
    """Everybody who may look after an article."""
    people = User.objects.filter(is_active=True, role__is_staff=True).select_related("role").order_by("name")
    return [person for person in people if WRITE in person.role.held_permissions]


def overdue() -> QuerySet[KnowledgeArticle]:
    """Published articles whose day of review has come."""
    return KnowledgeArticle.objects.filter(review_by__lte=clock.now().date(), published_at__isnull=False)


def _lines(articles: QuerySet[KnowledgeArticle], language: str) -> list[Line]:
    rows = list(
        articles.select_related("owner").annotate(
            yes=Count("feedback", filter=Q(feedback__helped=True)),
            no=Count("feedback", filter=Q(feedback__helped=False)),
        )
    )
    live = _by_article(ArticleTranslation.objects.filter(article__in=articles).defer("html", "body"))
    drafts = _by_article(
        ArticleDraft.objects.filter(article__in=articles).select_related("reviewer", "author")
    )
    solved = deflected(articles)
    found = [
        _line(row, live.get(row.pk, {}), drafts.get(row.pk, {}), language, solved.get(row.pk, Deflected()))
        for row in rows
    ]
    return sorted(found, key=lambda line: line.title.casefold())


def _by_article(rows: QuerySet[Words]) -> dict[int, dict[str, Words]]:
    """Rows of some articles by article and language."""
    found: dict[int, dict[str, Words]] = {}
    for row in rows:
        found.setdefault(row.article_id, {})[row.language] = row
    return found


def _line(
    row: KnowledgeArticle,
    live: dict[str, ArticleTranslation],
    drafts: dict[str, ArticleDraft],
    language: str,
    solved: Deflected,
) -> Line:
    source = live.get(row.source_language)
    states = [
        _state(code, name, live.get(code), drafts.get(code), source.version if source else 0)
        for code, name in settings.LANGUAGES
    ]
    titles = {one.language: one.title for one in states if one.title}
    shown = next(
        (code for code in (language, row.source_language, "en") if code in titles), next(iter(titles), "")
    )
    return Line(
        id=row.pk,
        slug=row.slug,
        title=titles.get(shown, row.slug),
        language=shown or row.source_language,
        kind=row.get_kind_display(),
        visibility=row.visibility,
        category_id=row.category_id,
        owner=str(row.owner) if row.owner else "",
        review_by=row.review_by,
        is_overdue=bool(row.published_at and row.review_by and row.review_by <= clock.now().date()),
        is_published=row.published_at is not None,
        languages=states,
        helped=getattr(row, "yes", 0),
        not_helped=getattr(row, "no", 0),
        deflected=solved,
    )


def _state(
    code: str, name: str, live: ArticleTranslation | None, draft: ArticleDraft | None, source_version: int
) -> LanguageState:
    is_stale = live is not None and live.source_version < source_version
    if draft is not None:
        state = {"writing": "draft"}.get(draft.state, draft.state)
    else:
        state = "missing" if live is None else "stale" if is_stale else "live"
    title = (live.title if live else "") or (draft.title if draft else "")
    return LanguageState(code, name, state, title, live is not None, is_stale, draft, live)

"""What waits for one author: drafts to review, and own articles whose day of review has come."""

from __future__ import annotations

from dataclasses import dataclass, field

from divan.core.actors import Actor
from divan.knowledge.access import WRITE
from divan.knowledge.models import ArticleDraft, DraftState
from divan.knowledge.queries.desk import overdue
from divan.knowledge.queries.linkable import titles

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """`drafts` were handed in for the author's review; `articles` (id and title) are to be looked at again."""

    drafts: list[ArticleDraft] = field(default_factory=list)
    articles: list[tuple[int, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.drafts or self.articles)


def waiting(actor: Actor, language: str) -> Waiting:
    """The oldest of each first (three queries; none for those who do not write)."""
    if not actor.may(WRITE):
        return Waiting()
    drafts = ArticleDraft.objects.filter(state=DraftState.REVIEW, reviewer_id=actor.id).order_by("changed_at")
    due = overdue().filter(owner_id=actor.id).order_by("review_by", "pk")
    rows = list(due.values_list("pk", "slug")[:MOST])
    names = titles([pk for pk, _slug in rows], language) if rows else {}
    return Waiting(
        list(drafts.select_related("author")[:MOST]), [(pk, names.get(pk, slug)) for pk, slug in rows]
    )

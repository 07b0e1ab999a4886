"""Categories with their articles, and the newest articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.knowledge.models import ArticleTranslation, Subscription
from divan.knowledge.queries.entries import Entry, entry, first_of_each, light, texts
from divan.knowledge.tree import Shelf, trail, tree, within

LATEST = 4
NEWEST = 30


@dataclass(slots=True)
class Topic:
    """A category that holds something for its reader: its own articles, and the categories in it."""

    shelf: Shelf
    articles: list[Entry] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    trail: list[Shelf] = field(default_factory=list)
    follows: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.articles and not self.topics

    @property
    def all_articles(self) -> list[Entry]:
        """Its own articles and those of the categories in it."""
        return [*self.articles, *(entry for inner in self.topics for entry in inner.all_articles)]


def shelves(actor: Actor, language: str) -> list[Topic]:
    """The first row of categories that hold something for the actor, with what stands below (two queries)."""
    all_shelves = tree(language)
    return _filled(all_shelves, _by_shelf(actor, language))


def topic(actor: Actor, shelf_id: int, language: str) -> Topic:
    """One category (three queries); raises NotAllowed if there is nothing in it for the actor."""
    all_shelves = tree(language)
    way = trail(all_shelves, shelf_id)
    inside = within(all_shelves, shelf_id)
    part = [shelf for shelf in all_shelves if shelf.id in inside]
    found = _filled(part, _by_shelf(actor, language), root=way[-1].parent_id if way else None)
    if not found:
        raise NotAllowed(f"category {shelf_id}")
    found[0].trail = way[:-1]
    found[0].follows = follows(actor, category_id=shelf_id)
    return found[0]


def follows(actor: Actor, **thing: int) -> bool:
    """Whether the actor is told of news of the category or article."""
    return actor.is_authenticated and Subscription.objects.filter(user_id=actor.person_id, **thing).exists()


def latest(actor: Actor, language: str, count: int = LATEST) -> list[Entry]:
    """The newest articles (one query)."""
    return [entry(row) for row in _newest(actor, language)[:count]]


def newest_in(actor: Actor, language: str, shelf_id: int | None = None) -> list[ArticleTranslation]:
    """The last changed texts in exactly that language, for a feed; raises NotAllowed for an empty category."""
    rows = texts(actor, language).filter(language=language).order_by("-changed_at", "-id")
    if shelf_id is not None:
        shelves = tree(language)
        inside = within(shelves, shelf_id)
        # Only numbers of categories that are there: those of an address may be too large for the database.
        known = [shelf.id for shelf in shelves if shelf.id in inside]
        rows = rows.filter(article__category_id__in=known)
    found = list(light(rows)[:NEWEST])
    if shelf_id is not None and not found:
        raise NotAllowed(f"category {shelf_id}")
    return found


def _newest(actor: Actor, language: str) -> list[ArticleTranslation]:
    rows = light(texts(actor, language)).filter(article__guide=None)
    return sorted(first_of_each(rows), key=_age, reverse=True)


def _age(row: ArticleTranslation) -> tuple[datetime, int]:
    """Since when people read it."""
    return row.article.published_at or row.article.created_at, row.article_id


def _by_shelf(actor: Actor, language: str) -> dict[int, list[Entry]]:
    """What stands on each category by title; chapters are found in their guide."""
    rows = light(texts(actor, language)).filter(article__guide=None)
    found: dict[int, list[Entry]] = {}
    for row in sorted(first_of_each(rows), key=lambda row: row.title):
        found.setdefault(row.article.category_id, []).append(entry(row))
    return found


def _filled(part: list[Shelf], articles: dict[int, list[Entry]], root: int | None = None) -> list[Topic]:
    """The shelves as a tree, without those that hold nothing; from the deepest up, so that children come first."""
    topics = {shelf.id: Topic(shelf, articles.get(shelf.id, [])) for shelf in part}
    for shelf in reversed(part):
        here = topics[shelf.id]
        if not here.is_empty and shelf.parent_id in topics:
            topics[shelf.parent_id].topics.insert(0, here)
    return [topics[s.id] for s in part if s.parent_id == root and not topics[s.id].is_empty]

"""What answers questions and what does not: passages that are linked most, categories without an article (K8, K9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

from django.db.models import Count

from divan.core import clock
from divan.core.actors import Actor
from divan.core.labels import label
from divan.knowledge.access import require_publisher
from divan.knowledge.queries.linkable import titles
from divan.knowledge.queries.links import ArticleLink, address_of
from divan.knowledge.queries.usage import headings_of
from divan.search.queries import Query, find
from divan.tickets import access
from divan.tickets.models import ArticleUse, Category

PASSAGES = 50
CATEGORIES = 20
# Fewer tickets than this in three months are no reason to write an article.
MANY = 5
SINCE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading of an article that stood in replies: how often it was linked, and how often that was read."""

    article_id: int
    article: str
    heading: str
    language: str
    address: str
    linked: int
    read: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A category of tickets for which there is no article, with its tickets of the last three months."""

    id: int
    name: str
    tickets: int


def passages(actor: Actor, *, days: int, language: str) -> list[Passage]:
    """The passages that answered most in the last `days` days (three queries). Raises NotAllowed for others than publishers."""
    require_publisher(actor)
    uses = ArticleUse.objects.filter(
        kind=ArticleUse.Kind.LINKED, created_at__gte=clock.now() - timedelta(days=days)
    ).exclude(anchor="")
    places = uses.order_by().values("article_id", "article__slug", "language", "anchor")
    counted = places.annotate(linked=Count("pk"), read=Count("read_at")).order_by(
        "-linked", "-read", "article_id"
    )
    rows = list(counted[:PASSAGES])
    ids = {row["article_id"] for row in rows}
    names, headings = titles(ids, language), headings_of(ids)
    return [
        Passage(
            article_id=row["article_id"],
            article=names.get(row["article_id"], row["article__slug"]),
            heading=_heading(headings.get((row["article_id"], row["language"]), {}), row["anchor"]),
            language=row["language"],
            address=address_of(ArticleLink(row["article__slug"], row["language"], row["anchor"])),
            linked=row["linked"],
            read=row["read"],
        )
        for row in rows
    ]


def _heading(headings: dict[str, str], anchor: str) -> str:
    """The words of a heading; of one that is no longer there, its anchor."""
    name = unquote(anchor)
    return headings.get(name) or name.removeprefix("s-").replace("-", " ")


def uncovered_categories(actor: Actor) -> list[Uncovered]:
    """Categories with many tickets that the actor sees, whose name finds no article and that none was linked in."""
    require_publisher(actor)
    since = clock.now() - SINCE
    tickets = access.visible_to(actor).filter(created_at__gte=since, category__isnull=False)
    counted = tickets.order_by().values("category_id").annotate(number=Count("pk")).filter(number__gte=MANY)
    numbers = dict(counted.order_by("-number").values_list("category_id", "number")[: 3 * CATEGORIES])
    linked = ArticleUse.objects.filter(created_at__gte=since, article__isnull=False)
    answered = set(linked.order_by().values_list("ticket__category_id", flat=True).distinct())
    rows = Category.objects.in_bulk([pk for pk in numbers if pk not in answered])
    missing = [rows[pk] for pk in numbers if pk in rows and not _has_article(actor, rows[pk])]
    return [Uncovered(row.pk, label(row.names), numbers[row.pk]) for row in missing[:CATEGORIES]]


def _has_article(actor: Actor, category: Category) -> bool:
    """Whether the name of the category finds an article in any language."""
    names = set(category.names.values())
    return any(find(Query(words=name), actor=actor, kind="article", limit=1).hits for name in names)

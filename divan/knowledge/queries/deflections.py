"""How many questions an article answered before they were sent. Months are thirty days, the same in all calendars."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from divan.core import clock
from divan.knowledge.models import Deflection, KnowledgeArticle, Place

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Deflected:
    """Questions that were not sent: in the last thirty days, in the thirty days before, and in all, also by place."""

    lately: int = 0
    before: int = 0
    total: int = 0
    places: list[tuple[str, int]] = field(default_factory=list)


def deflected(articles: QuerySet[KnowledgeArticle]) -> dict[int, Deflected]:
    """The numbers of those articles that have any (one query)."""
    now = clock.now()
    lately, earlier = now - MONTH, now - 2 * MONTH
    counts = (
        Deflection.objects.filter(article__in=articles)
        .order_by("article_id", "place")
        .values("article_id", "place")
        .annotate(
            total=Count("pk"),
            lately=Count("pk", filter=Q(created_at__gt=lately)),
            before=Count("pk", filter=Q(created_at__gt=earlier, created_at__lte=lately)),
        )
    )
    found: dict[int, Deflected] = {}
    for row in counts:
        so_far = found.get(row["article_id"], Deflected())
        found[row["article_id"]] = Deflected(
            lately=so_far.lately + row["lately"],
            before=so_far.before + row["before"],
            total=so_far.total + row["total"],
            places=[*so_far.places, (str(Place(row["place"]).label), row["total"])],
        )
    return found

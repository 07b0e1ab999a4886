"""Regular work: searches that failed once are forgotten, and those that find something by now are settled."""

from __future__ import annotations

from datetime import timedelta

from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.schedules import every
from divan.knowledge.models import ArticleReads, MissedSearch
from divan.knowledge.search_documents import ARTICLE
from divan.search.queries import Query, count

# How long a search waits for a second visitor, and how long one that had several is kept after the last.
ALONE = timedelta(days=30)
KEPT = timedelta(days=180)
READS_KEPT = timedelta(days=400)
AT_ONCE = 200


@every("knowledge.forget_searches", timedelta(days=1))
def forget_searches() -> None:
    """What nobody else asked within a month goes, and all else half a year after it was last asked."""
    now = clock.now()
    MissedSearch.objects.filter(words="", last_at__lt=now - ALONE).delete()
    MissedSearch.objects.filter(last_at__lt=now - KEPT).delete()
    ArticleReads.objects.filter(day__lt=(now - READS_KEPT).date()).delete()


@every("knowledge.settle_searches", timedelta(hours=1))
def settle_searches() -> None:
    """A search that finds a public article by now is no gap any more."""
    rows = MissedSearch.objects.filter(set_aside_at=None).exclude(words="")[:AT_ONCE]
    settled = [row.pk for row in rows if count(Query(words=row.words), actor=ANONYMOUS, kind=ARTICLE).number]
    MissedSearch.objects.filter(pk__in=settled).delete()

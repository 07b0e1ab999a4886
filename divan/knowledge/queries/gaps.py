"""What is missing: searches that found nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from divan.core.actors import Actor
from divan.core.l10n.languages import known
from divan.knowledge.access import require_publisher
from divan.knowledge.models import MissedSearch

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that at least two people looked for in vain. `times` counts visitors and days."""

    id: int
    words: str
    language: str
    times: int
    last_at: datetime


def missed_searches(actor: Actor, limit: int = SHOWN) -> list[Missed]:
    """The most frequent ones first (one query). Raises NotAllowed for others than publishers."""
    require_publisher(actor)
    rows = MissedSearch.objects.filter(set_aside_at=None).exclude(words="")
    found = rows.values_list("pk", "words", "language", "times", "last_at")[:limit]
    return [Missed(pk, words, known(language), times, at) for pk, words, language, times, at in found]

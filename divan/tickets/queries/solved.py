"""Which tickets count as solved: search, and whoever reports, mean the same."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from divan.tickets.models import CloseReason

# What is answered in another ticket, or was no request at all.
ELSEWHERE = (CloseReason.SPAM, CloseReason.DUPLICATE, CloseReason.MERGED)


def solved_in(start: datetime, end: datetime | None = None) -> Q:
    """A condition on tickets: solved from `start` on and before `end`, and not opened again since.

    Solving is an activity, and for the last one there is an index.
    """
    solved = Q(is_open=False, solved_at__gte=start, last_activity_at__gte=start)
    before = Q() if end is None else Q(solved_at__lt=end)
    return solved & before & ~Q(close_reason__in=ELSEWHERE)

"""Keeping the tally of open tickets small and right. The triggers write it, see migration 0012."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import structlog
from django.db import connection, transaction

from divan.core.schedules import every
from divan.tickets.models import Tally

log = structlog.get_logger(__name__)

CHUNK = 500

# One statement sees one moment: a ticket and its tally row were committed together, so what it finds is
# an error and never a transaction on its way.
_DIFFERENCES = """
    SELECT group_id, assignee_id, status, SUM(change) FROM (
        SELECT group_id, COALESCE(assignee_id, 0) AS assignee_id,
            CASE WHEN snoozed_until IS NULL THEN status ELSE 'snoozed' END AS status, 1 AS change
        FROM tickets_ticket WHERE is_open
        UNION ALL
        SELECT group_id, COALESCE(assignee_id, 0), 'silent', 1 FROM tickets_ticket
        WHERE first_reply_at IS NULL AND (
            (is_open AND waiting_since IS NOT NULL)
            OR (status = 'solved' AND close_reason NOT IN ('spam', 'merged', 'duplicate'))
        )
        UNION ALL
        SELECT group_id, assignee_id, status, -change FROM tickets_tally
    ) AS compared
    GROUP BY group_id, assignee_id, status HAVING SUM(change) <> 0
"""


@every("tickets.compact_tally", timedelta(minutes=1))
def compact_tally() -> None:
    """Put the rows of each (group, assignee, status) together into one."""
    with transaction.atomic():
        rows = list(
            Tally.objects.select_for_update().values_list("id", "group_id", "assignee_id", "status", "change")
        )
        sums: Counter[tuple[int, int, str]] = Counter()
        ids: dict[tuple[int, int, str], list[int]] = {}
        for pk, group, assignee, status, change in rows:
            key = (group, assignee, status)
            sums[key] += change
            ids.setdefault(key, []).append(pk)
        untidy = [key for key, found in ids.items() if len(found) > 1 or not sums[key]]
        gone = [pk for key in untidy for pk in ids[key]]
        for start in range(0, len(gone), CHUNK):
            Tally.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
        Tally.objects.bulk_create([_row(key, sums[key]) for key in untidy if sums[key]], batch_size=CHUNK)


@every("tickets.recount_tally", timedelta(days=1))
def recount_tally() -> None:
    """Compare the tally with the tickets and put right what differs; a difference is a bug and is logged."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        wrong = cursor.fetchall()
        Tally.objects.bulk_create([_row((row[0], row[1], row[2]), int(row[3])) for row in wrong])
    if wrong:
        log.error("the tally of open tickets was wrong", differences=len(wrong))


def _row(key: tuple[int, int, str], change: int) -> Tally:
    group, assignee, status = key
    return Tally(group_id=group, assignee_id=assignee, status=status, change=change)

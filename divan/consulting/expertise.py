"""Keeping the tally of solved tickets small. The triggers write it, see migration 0001."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction

from divan.consulting.models import SolvedTally
from divan.core.schedules import every

CHUNK = 500
Key = tuple[int, int, int]


@every("consulting.compact_solved", timedelta(minutes=5))
def compact_solved() -> None:
    """Put the rows of each (category, group, assignee) together into one."""
    columns = ("id", "category_id", "group_id", "assignee_id", "change")
    with transaction.atomic():
        sums: Counter[Key] = Counter()
        ids: defaultdict[Key, list[int]] = defaultdict(list)
        rows = SolvedTally.objects.select_for_update().values_list(*columns)
        for pk, category, group, assignee, change in rows:
            sums[category, group, assignee] += change
            ids[category, group, assignee].append(pk)
        untidy = [key for key, found in ids.items() if len(found) > 1 or not sums[key]]
        gone = [pk for key in untidy for pk in ids[key]]
        for start in range(0, len(gone), CHUNK):
            SolvedTally.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
        tidy = [
            SolvedTally(category_id=key[0], group_id=key[1], assignee_id=key[2], change=sums[key])
            for key in untidy
            if sums[key]
        ]
        SolvedTally.objects.bulk_create(tidy, batch_size=CHUNK)

"""The reader of the event log that tells people."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction

from divan.core import clock
from divan.notifications.models import Notification
from divan.notifications.recipients import RULES, WEIGHTS, recipients
from divan.realtime import doorbell
from divan.tickets.models import Event

KEPT = timedelta(days=90)
CHUNK = 500


def tell(event: Event) -> None:
    """Write the notifications of one event. The order in which events of a batch arrive makes no difference."""
    if event.at < clock.now() - KEPT or event.origin != "live":
        return
    told = recipients(event)
    known = {row.user_id: row for row in Notification.objects.filter(user__in=told, batch=event.batch)}
    new = told - known.keys()
    Notification.objects.bulk_create(_of(event, user) for user in sorted(new))
    better = [row for row in known.values() if _worth(event.kind, event.pk) > _worth(row.kind, row.event_id)]
    for row in better:
        row.event_id, row.kind, row.created_at = event.pk, event.kind, event.at
    Notification.objects.bulk_update(better, ["event", "kind", "created_at"])
    if topics := [f"person:{user}" for user in sorted(new)]:
        transaction.on_commit(partial(doorbell.ring, topics, event=event.pk, kind="notification"))


def _of(event: Event, user: int) -> Notification:
    return Notification(
        user_id=user,
        event=event,
        ticket_id=event.ticket_id,
        kind=event.kind,
        batch=event.batch,
        created_at=event.at,
    )


def _worth(kind: str, event_id: int) -> tuple[int, int]:
    """More for what says more; of equals, the earlier event."""
    return WEIGHTS.get(kind) or 1, -event_id


def rebuild() -> None:
    """Write all notifications of the last `KEPT` again from the log; what was read stays read."""
    with transaction.atomic():
        marks = {
            (user, batch): read_at
            for user, batch, read_at in Notification.objects.exclude(read_at=None).values_list(
                "user_id", "batch", "read_at"
            )
        }
        Notification.objects.all().delete()
        recent = Event.objects.filter(kind__in=RULES.keys(), at__gte=clock.now() - KEPT)
        for event in recent.select_related("ticket").order_by("id").iterator(CHUNK):
            tell(event)
        rows = list(Notification.objects.all()) if marks else []
        read = [row for row in rows if (row.user_id, row.batch) in marks]
        for row in read:
            row.read_at = marks[row.user_id, row.batch]
        Notification.objects.bulk_update(read, ["read_at"], batch_size=CHUNK)

"""The worker's side of the spine: hand each owed event to its reader, once, in a transaction of its own."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from django.db import transaction

from divan.core import clock
from divan.core.jobs import claimable, described
from divan.tickets.models import Delivery
from divan.tickets.readers import readers

log = structlog.get_logger(__name__)

BATCH = 50
RETRY_SECONDS = (1, 5, 30, 120, 600, 3600, 6 * 3600)


def pump(stop: threading.Event) -> bool:
    """Work off up to `BATCH` deliveries of every reader in turn, so that none waits for another."""
    worked = False
    for name in readers:
        due = Delivery.objects.filter(reader=name, is_dead=False, due_at__lte=clock.now())
        for delivery_id in list(due.order_by("due_at", "id").values_list("pk", flat=True)[:BATCH]):
            if stop.is_set():
                return worked
            worked = _deliver(delivery_id) or worked
    return worked


def _deliver(delivery_id: int) -> bool:
    """Run one delivery; False when another worker has it."""
    try:
        with transaction.atomic():
            delivery = _claim(delivery_id)
            if delivery is None:
                return False
            readers[delivery.reader].apply(delivery.event)
            delivery.delete()
    except Exception as failure:
        log.exception("reader failed", delivery=delivery_id)
        _put_off(delivery_id, failure)
    return True


def _claim(delivery_id: int) -> Delivery | None:
    rows = Delivery.objects.filter(pk=delivery_id, is_dead=False).select_related("event", "event__ticket")
    return claimable(rows).first()


def _put_off(delivery_id: int, failure: Exception) -> None:
    """Back off; after the last try the delivery stays, visible to the administrator, until it is retried."""
    with transaction.atomic():
        delivery = _claim(delivery_id)
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.error = described(failure)
        if delivery.attempts > len(RETRY_SECONDS):
            delivery.is_dead = True
        else:
            wait = RETRY_SECONDS[delivery.attempts - 1]
            delivery.due_at = clock.now() + timedelta(seconds=wait)
        delivery.save(update_fields=["attempts", "error", "is_dead", "due_at"])

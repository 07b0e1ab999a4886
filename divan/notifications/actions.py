"""The verbs: reading notifications, and forgetting old ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.core.schedules import every
from divan.notifications import access
from divan.notifications.models import Notification
from divan.notifications.reactions import KEPT


@transaction.atomic
def open_notification(notification_id: int, *, actor: Actor) -> Notification:
    """Mark it as read and return it with its ticket; raises NotAllowed if it is not the actor's."""
    row = access.notification_for(actor, notification_id)
    if row.read_at is None:
        row.read_at = clock.now()
        row.save(update_fields=["read_at"])
    return row


def mark_all_read(*, actor: Actor) -> int:
    """The actor has seen everything; returns how many were new."""
    return Notification.objects.filter(user_id=actor.person_id, read_at=None).update(read_at=clock.now())


def mark_old_read(*, before: datetime) -> int:
    """Count everything that happened `before` then as read, for everybody; returns how many were new."""
    return Notification.objects.filter(created_at__lt=before, read_at=None).update(read_at=clock.now())


@every("notifications.forget_old", timedelta(days=1))
def forget_old() -> None:
    """Nobody looks for what is older; the event log keeps it anyway."""
    Notification.objects.filter(created_at__lt=clock.now() - KEPT).delete()

"""The gate: one's own notifications, as long as one may still see what they are about."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.notifications.models import Notification
from divan.tickets.access import visible_to


def notifications_of(actor: Actor) -> QuerySet[Notification]:
    """What the actor may be told now; notes only while they belong to the staff."""
    if not actor.is_authenticated:
        return Notification.objects.none()
    own = Notification.objects.filter(user_id=actor.person_id, ticket__in=visible_to(actor))
    return own if actor.is_staff else own.filter(event__public=True)


def notification_for(actor: Actor, notification_id: int) -> Notification:
    """The actor's notification with that id and its ticket; raises NotAllowed for any other."""
    return one_of(
        notifications_of(actor).filter(pk=notification_id).select_related("ticket"),
        f"notification {notification_id}",
    )

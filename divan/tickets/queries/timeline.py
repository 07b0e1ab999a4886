"""All that happened to a ticket, as far as its requester may know it."""

from __future__ import annotations

from divan.accounts.models import Group
from divan.core.labels import label
from divan.tickets.events import kinds
from divan.tickets.models import Event, Ticket
from divan.tickets.queries.thread import EVENT_COLUMNS, Told, told_of

MOST = 1000


def public_timeline(ticket: Ticket) -> list[Told]:
    """Its public events as sentences, oldest first, at most `MOST` of them; messages are told without their words.

    The caller has asked the gate for the ticket.
    """
    unlisted = [kind for kind, payload in kinds.items() if not payload.is_listed]
    events = Event.objects.filter(ticket_id=ticket.pk, public=True).exclude(kind__in=unlisted)
    groups = {
        pk: label(names) or slug for pk, names, slug in Group.objects.values_list("id", "names", "slug")
    }
    return told_of(list(events.order_by("seq").values(*EVENT_COLUMNS)[:MOST]), ticket, groups)

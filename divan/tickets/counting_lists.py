"""How many tickets saved views hold. The worker counts them now and then, pages only show what it has written.

Who sees a view may see other tickets in it than somebody else, so every number belongs to one person: it is
counted through their gate, and shown only while their rights are those that it was counted with. Only views
that somebody has opened lately are counted, after something happened to any ticket; and for a while at most, so
that a hundred views delay nothing else. What was not counted in one turn is the first in the next.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import override

from divan.accounts.identity import actor_by_id
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.schedules import every
from divan.tickets import access
from divan.tickets.log import newest_event
from divan.tickets.models import PersonalList, Ticket
from divan.tickets.queries.counts import MOST_COUNTED, rights_of
from divan.tickets.queries.saved import asked_by, view_id_of

_KEPT_DAYS = 7
_STALE_SECONDS = 600
"""What a view means can depend on the time of day, so it is counted again even when nothing happens."""
_BUDGET_SECONDS = 1.0
_MOST_AT_ONCE = 200


@every("tickets.count_lists", timedelta(seconds=15))
def count_lists() -> None:
    """Count the lists that are due, those first that were counted longest ago."""
    newest, now = newest_event(), int(clock.now().timestamp())
    opened = clock.now().date().toordinal() - _KEPT_DAYS
    due = PersonalList.objects.filter(
        Q(counted_event__lt=newest) | Q(counted_at__lt=now - _STALE_SECONDS),
        opened_on__gte=opened,
        place__startswith="view-",
    )
    until = time.monotonic() + _BUDGET_SECONDS
    for row in due.order_by("counted_at", "pk")[:_MOST_AT_ONCE]:
        _count(row, newest)
        if time.monotonic() > until:
            break


def _count(row: PersonalList, newest: int) -> None:
    actor = actor_by_id(row.person_id)
    tickets = _held(actor, row.place) if actor else None
    if actor is None or tickets is None:
        row.delete()
        return
    row.number = len(tickets.order_by().values_list("pk")[: MOST_COUNTED + 1])
    row.rights, row.counted_event = rights_of(actor), newest
    row.counted_at = int(clock.now().timestamp())
    row.save(update_fields=["number", "rights", "counted_event", "counted_at"])


def _held(actor: Actor, place: str) -> QuerySet[Ticket] | None:
    """The tickets of a saved view for this person; None for a view that they do not see, or that is a search."""
    try:
        view = access.saved_view_seen_by(actor, view_id_of(place))
    except NotAllowed:
        return None
    with override(actor.language):
        asked = asked_by(view, actor, actor.language)
    if asked.has_words or asked.is_empty:
        return None
    return access.in_groups(actor).filter(*asked.conditions)

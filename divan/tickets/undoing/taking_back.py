"""Undo: what one batch did to a ticket is reversed, if nothing else has changed it since."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.locking import locked
from divan.tickets.events import MessageNoted
from divan.tickets.log import batch
from divan.tickets.models import Event, Ticket
from divan.tickets.undoing.reversals import reversals

# A note comes with what it gives the reason for. It stays when that is taken back: nobody outside has read it.
_STAYS = frozenset({MessageNoted.kind})


def is_undoable(kinds: Collection[str]) -> bool:
    """Whether something that wrote events of these kinds can be taken back as a whole, but for its notes."""
    changes = set(kinds) - _STAYS
    return bool(changes) and all(kind in reversals for kind in changes)


def undoable_since(ticket: Ticket) -> bool:
    """Whether all that happened since the ticket was read can be taken back."""
    since = Event.objects.filter(ticket_id=ticket.pk, seq__gt=ticket.last_seq)
    return is_undoable(list(since.values_list("kind", flat=True)))


def take_back(ticket: Ticket, made: uuid.UUID, *, actor: Actor) -> str:
    """Reverse what the actor did to the ticket in the batch `made`, all of it or nothing.

    Returns a sentence about what stays (messages that were written), empty if nothing does. Refused when
    somebody changed the same since, and when there is nothing of the actor's to take back.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "see", actor)
        done = list(Event.objects.filter(ticket_id=row.pk, batch=made, actor_id=actor.id).order_by("-seq"))
        known = [event for event in done if event.kind in reversals]
        if not known:
            raise Refused(_("There is nothing here that could be undone."))
        _require_nothing_since(row, known, made)
        for event in sorted(known, key=lambda event: (reversals[event.kind].order, -event.seq)):
            reversals[event.kind].reverse(row, event.payload, actor)
        return "" if len(known) == len(done) else _("What was written stays.")


def _require_nothing_since(row: Ticket, known: Sequence[Event], made: uuid.UUID) -> None:
    """The last event about each fact must still be true, and nobody may have spoken of the fact again."""
    last: dict[str, Event] = {}
    for event in known:
        last.setdefault(reversals[event.kind].fact, event)
    since = Event.objects.filter(ticket_id=row.pk, seq__gt=known[-1].seq).exclude(batch=made)
    for kind, seq in since.values_list("kind", "seq"):
        before = last.get(reversals[kind].fact) if kind in reversals else None
        if before is not None and before.seq < seq:
            raise _overtaken()
    if not all(reversals[event.kind].holds(row, event.payload) for event in last.values()):
        raise _overtaken()


def _overtaken() -> Refused:
    return Refused(_("It was changed again since, so it stays as it is."))

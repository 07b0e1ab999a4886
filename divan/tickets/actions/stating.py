"""Saying what the problem of a ticket is, apart from the conversation (T3)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Overtaken, Refused
from divan.core.l10n.direction import strip_controls
from divan.tickets.actions.locking import locked
from divan.tickets.events import ProblemStated
from divan.tickets.log import record
from divan.tickets.models import ProblemStatement, Ticket

LONGEST = 5000


def state_problem(ticket: Ticket, text: str, *, actor: Actor, cause: str = "", version: int = 0) -> Ticket:
    """Keep `text` as the problem of the ticket, and what caused it if that is known.

    `version` is the statement that its author had before them, 0 for none. Raises Overtaken when somebody else
    has changed it since, and Refused without a text.
    """
    said, because = _clean(text), _clean(cause)
    if not said:
        raise Refused(_("Say what the problem is."), field="text")
    with transaction.atomic():
        row = locked(ticket, "state_problem", actor)
        known = ProblemStatement.objects.filter(ticket=row).first()
        if known and (known.text, known.cause) == (said, because):
            return row
        if (known.version if known else 0) != version:
            raise Overtaken(_("Somebody else has changed the problem statement meanwhile."), field="text")
        statement = ProblemStatement(
            ticket=row,
            text=said,
            cause=because,
            version=version + 1,
            author_id=actor.id,
            changed_at=clock.now(),
        )
        statement.save(force_insert=known is None, force_update=known is not None)
        record(row, ProblemStated(version=statement.version), actor=actor)
        return row


def _clean(text: str) -> str:
    return strip_controls(text.replace("\x00", "").replace("\r\n", "\n")).strip()[:LONGEST]

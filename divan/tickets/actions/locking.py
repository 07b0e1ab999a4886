"""Every verb begins by locking its ticket, so that two of them never work from the same old row."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets import access
from divan.tickets.models import Ticket


def locked(ticket: Ticket, verb: str, actor: Actor) -> Ticket:
    """The current row, locked until the transaction ends, after the gate has agreed to `verb`.

    Raises Refused for most verbs if the ticket was merged into another: it goes on there.
    """
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    access.require(actor, verb, row)
    require_own_life(row, verb, actor)
    return row


def locked_pair(one: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """The current rows of two tickets, locked in the order of their ids: whoever else takes both waits, and no two
    transactions ever wait for each other. The caller asks the gate.
    """
    both = Ticket.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    rows = {row.pk: row for row in both}
    return rows[one.pk], rows[other.pk]


def require_own_life(row: Ticket, verb: str, actor: Actor) -> None:
    """Raises Refused if the ticket was merged into another, for all verbs that it then has no more."""
    if row.merged_into_id is None or verb in access.AFTER_MERGING:
        return
    if not access.is_staff_on(actor, row):
        raise Refused(_("This request is dealt with in another ticket."))
    home = Ticket.objects.values_list("number", flat=True).get(pk=row.merged_into_id)
    raise Refused(_("This ticket was merged into %(number)s. Go on there.") % {"number": home})

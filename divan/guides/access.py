"""The gate of guides: who keeps them, and who works with them on a ticket."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.guides.models import Run, TicketItem
from divan.tickets.access import STAFF_RIGHTS, on_desk
from divan.tickets.models import Ticket

MANAGE = "settings.manage"


def register() -> None:
    """Make the verbs known to the gate of tickets."""
    STAFF_RIGHTS.add("follow_checklist", Right.SEE)
    STAFF_RIGHTS.add("remove_required_item", Right.CHANGE)
    STAFF_RIGHTS.add("walk_script", Right.SEE)


def item_for(actor: Actor, ticket: Ticket, item_id: int) -> TicketItem:
    """An item of a ticket on whose desk side the actor stands; raises Refused for any other."""
    found = TicketItem.objects.filter(pk=item_id, ticket__in=on_desk(actor).filter(pk=ticket.pk)).first()
    if found is None:
        raise Refused(_("This is no longer on the list."))
    return found


def run_for(actor: Actor, ticket: Ticket) -> Run:
    """The script that is walked on the ticket now; raises Refused if there is none."""
    rows = Run.objects.filter(ticket__in=on_desk(actor).filter(pk=ticket.pk), finished_at=None)
    found = rows.select_related("script", "step").first()
    if found is None:
        raise Refused(_("The script has ended meanwhile."))
    return found

"""Escalating: the ticket goes up to a tier, with a reason, and perhaps to somebody (T12); and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import Group, User
from divan.consulting.actions.handovers import require_owner
from divan.consulting.events import EscalationTakenBack, TicketEscalated
from divan.conversations.actions import Draft
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions import note
from divan.tickets.actions.assigning import change_owner
from divan.tickets.actions.locking import locked
from divan.tickets.log import batch, record
from divan.tickets.models import Ticket

LAST_TIER = 3


def at_last_tier(ticket: Ticket) -> str:
    """A sentence that says so; empty while there is a tier above that of the ticket."""
    return (
        ""
        if ticket.tier < LAST_TIER
        else _("This ticket is at the last tier: it cannot be escalated any further.")
    )


def escalate(
    ticket: Ticket,
    reason: str,
    *,
    actor: Actor,
    tier: int,
    group: Group | None = None,
    person: User | None = None,
) -> Ticket:
    """Take the ticket up to `tier`, 3 at most. The requester is told that, and never the reason, which is a note.

    With a group or a person it belongs to them from then on. Raises Refused without a reason, for a tier that is
    not above the present one, and for owners as `hand_over` does.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "escalate", actor)
        if row.tier == tier:
            return row
        if why := at_last_tier(row):
            raise Refused(why, field="tier")
        if not row.tier < tier <= LAST_TIER:
            raise Refused(_("Choose a tier above the present one."), field="tier")
        if not reason.strip():
            raise Refused(_("Write why you escalate the ticket."), field="reason")
        if group or person:
            require_owner(row, group or row.group, person, actor)
        note(row, Draft(text=reason), actor=actor)
        row.refresh_from_db()
        before, row.tier = row.tier, tier
        record(row, TicketEscalated(tier=tier, before_tier=before), actor=actor, changed=["tier"])
        if group or person:
            change_owner(row, (group or row.group).pk, person.pk if person else None, actor=actor)
        return row


def restore_tier(ticket: Ticket, tier: int, *, actor: Actor) -> Ticket:
    """Give the ticket back the tier that it had, for whoever takes an escalation back."""
    with transaction.atomic():
        row = locked(ticket, "escalate", actor)
        if row.tier == tier:
            return row
        before, row.tier = row.tier, tier
        record(row, EscalationTakenBack(tier=tier, before_tier=before), actor=actor, changed=["tier"])
        return row

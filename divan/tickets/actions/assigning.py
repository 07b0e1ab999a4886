"""Who owns a ticket: the assignee and the group."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_by_id
from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.tickets.actions.locking import locked
from divan.tickets.events import StateChanged, TicketAssigned, TicketMoved
from divan.tickets.log import batch, record
from divan.tickets.models import Status, Ticket


def assign(ticket: Ticket, assignee_id: int | None, *, actor: Actor) -> Ticket:
    """Make somebody the assignee, or nobody. The assignee must be able to reply in the ticket's group."""
    with transaction.atomic(), batch():
        row = locked(ticket, "assign", actor)
        if row.assignee_id == assignee_id:
            return row
        if assignee_id is not None:
            chosen = actor_by_id(assignee_id)
            if chosen is None or chosen.right_in(row.group_id) < Right.REPLY:
                raise Refused(_("This person may not answer tickets of this group."), field="assignee")
        before, row.assignee_id = row.assignee_id, assignee_id
        status_before = row.status
        if row.status == Status.NEW and assignee_id is not None:
            row.status = Status.OPEN
        record(
            row,
            TicketAssigned(assignee=assignee_id, before_assignee=before),
            actor=actor,
            changed=["assignee", "status"],
        )
        if status_before != row.status:
            record(row, StateChanged(status=row.status, before=status_before), actor=actor)
        return row


def move(ticket: Ticket, group: Group, *, actor: Actor) -> Ticket:
    """Hand the ticket to another group; an assignee who may not answer there is removed."""
    with transaction.atomic(), batch():
        row = locked(ticket, "move", actor)
        if row.group_id == group.pk:
            return row
        if not group.is_active:
            raise Refused(_("This group is no longer in use."), field="group")
        before, row.group_id = row.group_id, group.pk
        record(row, TicketMoved(group=group.pk, before_group=before), actor=actor, changed=["group"])
        owner = actor_by_id(row.assignee_id) if row.assignee_id else None
        if row.assignee_id and (owner is None or owner.right_in(group.pk) < Right.REPLY):
            gone, row.assignee_id = row.assignee_id, None
            left = TicketAssigned(assignee=None, before_assignee=gone)
            record(row, left, actor=actor, changed=["assignee"])
        return row

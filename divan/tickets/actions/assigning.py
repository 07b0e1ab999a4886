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
        change_owner(row, row.group_id, assignee_id, actor=actor)
        return row


def move(ticket: Ticket, group: Group, *, actor: Actor) -> Ticket:
    """Hand the ticket to another group; an assignee who may not answer there is removed."""
    with transaction.atomic(), batch():
        row = locked(ticket, "move", actor)
        if row.group_id == group.pk:
            return row
        if not group.is_active:
            raise Refused(_("This group is no longer in use."), field="group")
        owner = actor_by_id(row.assignee_id) if row.assignee_id else None
        stays = owner is not None and owner.right_in(group.pk) >= Right.REPLY
        change_owner(row, group.pk, row.assignee_id if stays else None, actor=actor)
        return row


def change_owner(row: Ticket, group_id: int, assignee_id: int | None, *, actor: Actor) -> None:
    """The step of all verbs that give the locked ticket another owner; they have asked the gate for these."""
    before_group, before, status = row.group_id, row.assignee_id, row.status
    if before_group != group_id:
        row.group_id = group_id
        moved = TicketMoved(group=group_id, before_group=before_group)
        record(row, moved, actor=actor, changed=["group"])
    if before == assignee_id:
        return
    row.assignee_id = assignee_id
    if status == Status.NEW and assignee_id is not None:
        row.status = Status.OPEN
    assigned = TicketAssigned(assignee=assignee_id, before_assignee=before)
    record(row, assigned, actor=actor, changed=["assignee", "status"])
    if status != row.status:
        record(row, StateChanged(status=row.status, before=status), actor=actor)

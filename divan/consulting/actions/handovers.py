"""Handing a ticket over with a reason: to a group, to a person, or to both at once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_of
from divan.accounts.models import Group, User
from divan.consulting.events import TicketHandedOver
from divan.conversations.actions import Draft
from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.core.l10n.direction import isolate
from divan.tickets.access import require
from divan.tickets.actions import note
from divan.tickets.actions.assigning import change_owner
from divan.tickets.actions.locking import locked
from divan.tickets.log import batch, record
from divan.tickets.models import Ticket


def hand_over(
    ticket: Ticket, reason: str, *, actor: Actor, group: Group | None = None, person: User | None = None
) -> Ticket:
    """Change the owner in one batch; the reason is a note. Without a person the group finds one.

    Raises Refused without a reason or a new owner, for a group out of use, and for a person who may not answer
    in the group that the ticket then belongs to.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "assign", actor)
        wanted = group or row.group
        assignee = person.pk if person else None
        if (wanted.pk, assignee) == (row.group_id, row.assignee_id):
            return row
        if not reason.strip():
            raise Refused(_("Write why you hand the ticket over."), field="reason")
        require_owner(row, wanted, person, actor)
        # The note first: afterwards its author may have nothing to say here any more.
        message = note(row, Draft(text=reason), actor=actor)
        row.refresh_from_db()
        change_owner(row, wanted.pk, assignee, actor=actor)
        payload = TicketHandedOver(message=message.pk, group=wanted.pk, person=assignee)
        record(row, payload, actor=actor)
        return row


def require_owner(row: Ticket, group: Group, person: User | None, actor: Actor) -> None:
    """Raise Refused unless these can own the ticket, NotAllowed unless the actor may give it to them."""
    if group.pk == row.group_id and person is None:
        raise Refused(_("Choose a group or a person."), field="group")
    if group.pk != row.group_id:
        require(actor, "move", row)
        if not group.is_active:
            raise Refused(_("This group is no longer in use."), field="group")
    if person is not None:
        require(actor, "assign", row)
        if not person.is_active or actor_of(person).right_in(group.pk) < Right.REPLY:
            sentence = _("%(person)s may not answer tickets of group %(group)s.")
            raise Refused(
                sentence % {"person": isolate(str(person)), "group": isolate(str(group))}, field="person"
            )

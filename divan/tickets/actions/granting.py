"""Letting a colleague or a group see one ticket, and ending it.

Other verbs are made of these two: whoever asks somebody for advice lets them see what it is about.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_of
from divan.accounts.models import Group, User
from divan.accounts.rights import recheck_all
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.search.actions import changed
from divan.tickets.actions.locking import locked
from divan.tickets.events import AccessEnded, AccessGranted
from divan.tickets.log import record
from divan.tickets.models import Because, Grant, Ticket

Holder = User | Group


def grant(ticket: Ticket, holder: Holder, *, because: Because, actor: Actor) -> Grant:
    """Let a colleague, or everybody who sees the tickets of a group, see this one on the desk's side.

    Whoever sees the ticket may let others see it. The event says who really gains something: not those who see
    it anyway. Raises Refused for customers, for groups out of use and for whoever asked the ticket.
    """
    with transaction.atomic():
        row = locked(ticket, "grant", actor)
        _require_able(row, holder)
        known = _open(row, holder)
        if found := known.filter(because=because).first():
            return found
        gains = not (known.exists() or _sees_anyway(row, holder))
        made = Grant.objects.create(
            ticket=row, because=because, created_at=clock.now(), **{_column(holder): holder}
        )
        if gains:
            record(row, AccessGranted(because=because, **{_column(holder): holder.pk}), actor=actor)
        changed("ticket", row.pk)
        return made


def withdraw(ticket: Ticket, holder: Holder, *, because: Because, actor: Actor) -> None:
    """End what `grant` began; quiet if nothing is open. Open pages of those who lose the ticket fall silent."""
    with transaction.atomic():
        row = locked(ticket, "grant", actor)
        known = _open(row, holder)
        if not known.filter(because=because).update(ended_at=clock.now()):
            return
        if not (known.exists() or _sees_anyway(row, holder)):
            record(row, AccessEnded(because=because, **{_column(holder): holder.pk}), actor=actor)
        changed("ticket", row.pk)
        recheck_all(_people(holder))


def _require_able(ticket: Ticket, holder: Holder) -> None:
    if isinstance(holder, Group):
        if not holder.is_active:
            raise Refused(_("This group is no longer in use."), field="group")
        return
    if not (holder.is_active and holder.is_staff):
        raise Refused(_("Only colleagues can see tickets on the desk."), field="person")
    if holder.pk == ticket.requester_id:
        raise Refused(_("This person asked the ticket, and reads it as a customer does."), field="person")


def _open(ticket: Ticket, holder: Holder) -> QuerySet[Grant]:
    return Grant.objects.filter(ticket=ticket, ended_at=None, **{_column(holder): holder})


def _column(holder: Holder) -> str:
    return "group" if isinstance(holder, Group) else "person"


def _sees_anyway(ticket: Ticket, holder: Holder) -> bool:
    """Whether the holder sees the ticket by a right in its group."""
    if isinstance(holder, Group):
        return holder.pk == ticket.group_id
    return actor_of(holder).right_in(ticket.group_id) >= Right.SEE


def _people(holder: Holder) -> list[int]:
    if isinstance(holder, User):
        return [holder.pk]
    return list(holder.memberships.filter(right__gte=Right.SEE).values_list("user_id", flat=True))

"""Triage: how important a ticket is and what it is about."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.locking import locked
from divan.tickets.events import CategoryChanged, PriorityChanged
from divan.tickets.log import record
from divan.tickets.models import Category, Impact, Ticket, Urgency
from divan.tickets.priorities import priority_of


def set_priority(ticket: Ticket, *, impact: str, urgency: str, actor: Actor) -> Ticket:
    """Set impact and urgency; the priority follows from the matrix."""
    if impact not in Impact.values or urgency not in Urgency.values:
        raise Refused(_("Choose an impact and an urgency."), field="impact")
    with transaction.atomic():
        row = locked(ticket, "set_priority", actor)
        if (row.impact, row.urgency) == (impact, urgency):
            return row
        before, before_impact, before_urgency = row.priority, row.impact, row.urgency
        row.impact, row.urgency, row.priority = impact, urgency, priority_of(impact, urgency)
        record(
            row,
            PriorityChanged(
                priority=row.priority,
                before=before,
                urgency=urgency,
                impact=impact,
                before_urgency=before_urgency,
                before_impact=before_impact,
            ),
            actor=actor,
            changed=["impact", "urgency", "priority"],
        )
        return row


def categorise(ticket: Ticket, category_id: int | None, *, actor: Actor) -> Ticket:
    """Put the ticket into a category, or into none."""
    with transaction.atomic():
        row = locked(ticket, "categorise", actor)
        if row.category_id == category_id:
            return row
        if category_id is not None and not Category.objects.filter(pk=category_id, is_active=True).exists():
            raise Refused(_("This category is no longer in use."), field="category")
        before, row.category_id = row.category_id, category_id
        changed = CategoryChanged(category=category_id, before_category=before)
        record(row, changed, actor=actor, changed=["category"])
        return row

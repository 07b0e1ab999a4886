"""Handing over and escalating."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.consulting import actions
from divan.consulting.forms.owners import EscalateForm, HandOverForm
from divan.tickets.desk import deed
from divan.tickets.models import Ticket
from divan.ui.formats import digits


@deed("hand_over", HandOverForm)
def hand_over_ticket(request: HttpRequest, ticket: Ticket, form: HandOverForm) -> str:
    """Give the ticket another owner, with a reason."""
    actions.hand_over(
        ticket,
        form.cleaned_data["reason"],
        actor=request.actor,
        group=_new_group(ticket, form.cleaned_data),
        person=form.cleaned_data["person"],
    )
    return _("Handed over.")


@deed("escalate", EscalateForm)
def escalate_ticket(request: HttpRequest, ticket: Ticket, form: EscalateForm) -> str:
    """Take the ticket up to a tier, with a reason, and perhaps to a new owner."""
    tier = form.cleaned_data["tier"]
    actions.escalate(
        ticket,
        form.cleaned_data["reason"],
        actor=request.actor,
        tier=tier,
        group=_new_group(ticket, form.cleaned_data),
        person=form.cleaned_data.get("person"),
    )
    return _("Escalated to tier %(tier)s.") % {"tier": digits(tier)}


def _new_group(ticket: Ticket, data: dict[str, object]) -> Group | None:
    """The chosen group; none if it is the one that has the ticket."""
    group = data.get("group")
    return group if isinstance(group, Group) and group.pk != ticket.group_id else None

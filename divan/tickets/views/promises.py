"""What the problem of a ticket is, when it comes back, and what was promised."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from divan.core.l10n import dates
from divan.tickets import actions
from divan.tickets.forms.promises import ProblemForm, PromiseForm, SnoozeForm
from divan.tickets.models import Ticket
from divan.tickets.views.answers import verb
from divan.tickets.views.deeds import deed
from divan.ui import formats


@deed("snooze", SnoozeForm)
def snooze_ticket(request: HttpRequest, ticket: Ticket, form: SnoozeForm) -> str:
    """Leave the ticket out of the lists until a time."""
    until = form.cleaned_data["moment"]
    actions.snooze(ticket, until, actor=request.actor, status=form.cleaned_data["status"])
    when = dates.datetime_medium(until, formats.language(), timezone.get_current_timezone())
    return _("Snoozed until %(when)s.") % {"when": when}


@verb
def wake_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Bring the ticket back into the lists now."""
    actions.wake(ticket, actor=request.actor)
    return _("The ticket is back in the lists.")


@deed("promise", PromiseForm)
def promise_ticket(request: HttpRequest, ticket: Ticket, form: PromiseForm) -> str:
    """Tell the requester by which day it will be done."""
    day = form.cleaned_data["day"]
    actions.promise(ticket, day, actor=request.actor)
    if day is None:
        return _("The promise is taken back.")
    return _("Promised for %(day)s.") % {"day": dates.date_medium(day, formats.language())}


@deed("state_problem", ProblemForm)
def state_problem(request: HttpRequest, ticket: Ticket, form: ProblemForm) -> str:
    """Keep the problem of the ticket in the words of the desk."""
    actions.state_problem(
        ticket,
        form.cleaned_data["text"],
        actor=request.actor,
        cause=form.cleaned_data["cause"],
        version=form.cleaned_data["version"] or 0,
    )
    return _("Problem statement saved.")

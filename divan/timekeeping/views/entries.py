"""Time on a ticket: log it, correct it, take it back; and the clock."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_in
from divan.tickets.desk import deed, verb
from divan.tickets.models import Ticket
from divan.timekeeping import access, actions
from divan.timekeeping.forms.entries import TimeForm
from divan.ui.formats import span


@deed("log_time", TimeForm)
def log_time(request: HttpRequest, ticket: Ticket, form: TimeForm) -> str:
    """Keep the own time on a ticket."""
    entry = actions.log_time(ticket, form.spent(), actor=request.actor)
    return _("Logged: %(time)s.") % {"time": span(entry.minutes)}


@staff_only
def correct_time(request: HttpRequest, number: str, entry_id: int) -> HttpResponse:
    """Correct an own entry, on a page of its own."""
    entry = access.own_entry(request.actor, entry_id, number)
    form = TimeForm(request.POST or None, actor=request.actor, ticket=entry.ticket, entry=entry)
    if form.is_valid():
        with refusals_in(form):
            actions.correct_time(entry, form.spent(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("show_ticket", number=number)
    shown = {"form": form, "entry": entry, "ticket": entry.ticket}
    return render(request, "timekeeping/correct.html", shown, status=422 if form.errors else 200)


@staff_only
def remove_time(request: HttpRequest, number: str, entry_id: int) -> HttpResponse:
    """Take an own entry back."""
    entry = access.own_entry(request.actor, entry_id, number)
    actions.remove_time(entry, actor=request.actor)
    messages.success(request, _("Removed."))
    return redirect("show_ticket", number=number)


@verb
def start_timer(request: HttpRequest, ticket: Ticket) -> str:
    """Let the own clock run on this ticket."""
    actions.start_timer(ticket, actor=request.actor)
    return _("The clock runs on this ticket.")


@verb
def pause_timer(request: HttpRequest, ticket: Ticket) -> str:
    """Let the own clock stand still."""
    actions.pause_timer(actor=request.actor)
    return _("The clock stands still.")


@verb
def stop_timer(request: HttpRequest, ticket: Ticket) -> str:
    """End the own clock; what it measured is logged."""
    entry = actions.stop_timer(actor=request.actor)
    return _("Logged: %(time)s.") % {"time": span(entry.minutes)}


@verb
def discard_timer(request: HttpRequest, ticket: Ticket) -> str:
    """End the own clock without logging anything."""
    actions.discard_timer(actor=request.actor)
    return _("The clock is gone, and nothing was logged.")

"""Checklists and scripts on a ticket: one view for each thing that an agent does with them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.decorators import staff_only
from divan.core.ids import id_in
from divan.guides import actions
from divan.guides.queries import steps_for_reply
from divan.tickets.access import require
from divan.tickets.desk import desk_ticket, verb
from divan.tickets.models import Ticket


@verb
def add_checklist(request: HttpRequest, ticket: Ticket) -> str:
    """Copy a template to the ticket."""
    actions.add_checklist(ticket, id_in(request.POST.get("checklist", "")), actor=request.actor)
    return _("Checklist added.")


@verb
def add_ticket_item(request: HttpRequest, ticket: Ticket) -> str:
    """Something to be done on this ticket alone."""
    actions.add_ticket_item(ticket, request.POST.get("text", ""), actor=request.actor)
    return _("Added to the list.")


@verb
def tick_item(request: HttpRequest, ticket: Ticket) -> str:
    """Tick an item, or take its tick away."""
    item = id_in(request.POST.get("item", ""))
    if request.POST.get("done") == "0":
        actions.untick(ticket, item, actor=request.actor)
        return _("Not done after all.")
    actions.tick(ticket, item, actor=request.actor)
    return pgettext("toast", "Done.")


@verb
def remove_ticket_item(request: HttpRequest, ticket: Ticket) -> str:
    """Take an item off the list."""
    actions.remove_ticket_item(ticket, id_in(request.POST.get("item", "")), actor=request.actor)
    return _("Taken off the list.")


@verb
def start_script(request: HttpRequest, ticket: Ticket) -> str:
    """Begin a script."""
    run = actions.start_script(ticket, id_in(request.POST.get("script", "")), actor=request.actor)
    return _("Script: %(name)s.") % {"name": run.script}


@verb
def answer_script(request: HttpRequest, ticket: Ticket) -> str:
    """Go where an answer leads, or back."""
    if request.POST.get("back"):
        actions.step_back(ticket, actor=request.actor)
        return _("One step back.")
    run = actions.take_answer(
        ticket,
        id_in(request.POST.get("step", "")),
        id_in(request.POST.get("answer", "")),
        actor=request.actor,
    )
    return _("The script is at its end. Its steps are a note now.") if run.finished_at else _("Next step.")


@verb
def give_up_script(request: HttpRequest, ticket: Ticket) -> str:
    """End the script before its end."""
    if actions.give_up_script(ticket, actor=request.actor):
        return _("The script was ended. What was answered so far is a note now.")
    return _("The script was ended.")


@staff_only
def script_steps(request: HttpRequest, number: str) -> HttpResponse:
    """The steps that were gone, to be read before they go on in the reply."""
    ticket = desk_ticket(request.actor, number)
    require(request.actor, "reply", ticket)
    shown = {"ticket": ticket, "steps": steps_for_reply(request.actor, ticket)}
    return render(request, "guides/steps.html", shown)

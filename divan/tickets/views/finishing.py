"""Solving and closing a ticket: with a reason and a last word, or at once where nothing has to be asked."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.conversations.actions import Draft
from divan.tickets import actions
from divan.tickets.actions import NeedsReview, Then
from divan.tickets.forms.finishing import CloseForm, SolveForm
from divan.tickets.models import CloseReason, Ticket
from divan.tickets.views.deeds import deed


@deed("solve", SolveForm)
def solve_ticket(request: HttpRequest, ticket: Ticket, form: SolveForm) -> str:
    """Say that the work is done; with a text it is sent as the answer."""
    said = form.cleaned_data
    draft = Draft(text=said["body"], client_key=form.key) if said["body"] else None
    try:
        actions.solve(
            ticket,
            actor=request.actor,
            draft=draft,
            reason=said["reason"] or CloseReason.RESOLVED,
            duplicate_of=said["first"],
        )
    except NeedsReview:
        actions.hold_reply(ticket, draft or Draft(text=""), actor=request.actor, then=Then.SOLVE)
        return _("It waits for review. A colleague reads it before it is sent.")
    return pgettext("toast", "Solved.")


@deed("close", CloseForm)
def close_ticket(request: HttpRequest, ticket: Ticket, form: CloseForm) -> str:
    """End the ticket for good, with a closing note for the desk if there is one."""
    said = form.cleaned_data
    actions.close_with_note(
        ticket,
        said["body"],
        actor=request.actor,
        reason=said["reason"],
        duplicate_of=said["first"],
        client_key=form.key,
    )
    return pgettext("toast", "Closed.")

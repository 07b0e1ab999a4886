"""How the desk answers a verb: with the parts of the page that changed, or without scripts with the page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.tickets.log import batch
from divan.tickets.models import Ticket
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.undoing.taking_back import undoable_since
from divan.tickets.views.ticket import changed_parts

Verb = Callable[[HttpRequest, Ticket], str]


def verb(view: Verb) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """A view that does one thing to a ticket of the desk and returns the sentence that says so.

    The gate gives the ticket; what the verb refuses is said on the page, which otherwise stays as it is.
    """

    @staff_only
    @wraps(view)
    def answered(request: HttpRequest, number: str) -> HttpResponse:
        ticket = desk_ticket(request.actor, number)
        try:
            with batch() as made:
                said = view(request, ticket)
        except Refused as refusal:
            return refused(request, ticket, refusal)
        undo = undo_path(ticket, made)
        return changed(request, number, said, was_open=ticket.is_open, undo=undo)

    return answered


def undo_path(ticket: Ticket, made: uuid.UUID) -> str:
    """Where the batch `made` is taken back, which began after the ticket was read; empty if it cannot be."""
    return reverse("undo_ticket", args=[ticket.number, made]) if undoable_since(ticket) else ""


def changed(
    request: HttpRequest, number: str, said: str, *, was_open: bool = False, undo: str = ""
) -> HttpResponse:
    """The new state of the page, and a toast. Who no longer sees the ticket goes back to the inbox."""
    if not request.htmx:
        messages.success(request, said)
    try:
        ticket = desk_ticket(request.actor, number)
    except NotAllowed:
        return away(request, reverse("inbox"))
    if not request.htmx:
        return redirect("show_ticket", number=number)
    response = render(request, "tickets/desk/changes.html", changed_parts(request, ticket))
    return with_toast(response, said, finished=was_open and not ticket.is_open, undo=undo)


def refused(request: HttpRequest, ticket: Ticket, refusal: Refused) -> HttpResponse:
    """Why it could not be done, in a banner that stays."""
    if not request.htmx:
        messages.error(request, refusal.message)
        return redirect("show_ticket", number=ticket.number)
    shown = {"message": refusal.message, "ticket": ticket}
    return render(request, "tickets/desk/refused.html", shown, status=422)


def with_toast(response: HttpResponse, said: str, *, finished: bool = False, undo: str = "") -> HttpResponse:
    """Let the page say what was done, close the dialog that asked for it, and go on after the last step."""
    if finished:
        response.headers["HX-Trigger-After-Settle"] = "finished"
    toast = {"text": said, **({"undo": undo} if undo else {})}
    response.headers["HX-Trigger"] = json.dumps({"toast": toast, "close-dialog": ""})
    return response


def away(request: HttpRequest, address: str) -> HttpResponse:
    """Let the reader go on at another address."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)

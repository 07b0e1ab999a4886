"""How the desk answers a verb: with the parts of the page that changed, or without scripts with the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.tickets.models import Ticket
from divan.tickets.queries.ticket_page import desk_ticket
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
            said = view(request, ticket)
        except Refused as refusal:
            return refused(request, ticket, refusal)
        return changed(request, number, said, was_open=ticket.is_open)

    return answered


def changed(request: HttpRequest, number: str, said: str, *, was_open: bool = False) -> HttpResponse:
    """The new state of the page, and a toast. Who no longer sees the ticket goes back to the inbox."""
    if not request.htmx:
        messages.success(request, said)
    try:
        ticket = desk_ticket(request.actor, number)
    except NotAllowed:
        return _away(request, reverse("inbox"))
    if not request.htmx:
        return redirect("show_ticket", number=number)
    response = render(request, "tickets/desk/changes.html", changed_parts(request, ticket))
    return with_toast(response, said, finished=was_open and not ticket.is_open)


def refused(request: HttpRequest, ticket: Ticket, refusal: Refused) -> HttpResponse:
    """Why it could not be done, in a banner that stays."""
    if not request.htmx:
        messages.error(request, refusal.message)
        return redirect("show_ticket", number=ticket.number)
    return render(request, "tickets/desk/refused.html", {"message": refusal.message}, status=422)


def with_toast(response: HttpResponse, said: str, *, finished: bool = False) -> HttpResponse:
    """Let the page say what was done, close the dialog that asked for it, and go on after the last step."""
    if finished:
        response.headers["HX-Trigger-After-Settle"] = "finished"
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": said}, "close-dialog": ""})
    return response


def _away(request: HttpRequest, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)

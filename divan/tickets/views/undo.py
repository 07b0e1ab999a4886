"""Taking back what was just done to a ticket."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.undoing.taking_back import take_back


@staff_only
def undo_ticket(request: HttpRequest, number: str, batch: uuid.UUID) -> HttpResponse:
    """Reverse one request. The page may show another ticket by now: only a sentence goes back, the open page of
    this one hears of it as everybody does.
    """
    ticket = desk_ticket(request.actor, number)
    try:
        said = " ".join(filter(None, (_("Undone."), take_back(ticket, batch, actor=request.actor))))
    except Refused as refusal:
        said = refusal.message
    except NotAllowed:
        said = _("You may not do this with this ticket.")
    if not request.htmx:
        messages.info(request, said)
        return redirect("show_ticket", number=number)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": {"text": said}})})

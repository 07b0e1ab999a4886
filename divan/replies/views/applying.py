"""Applying a macro to a ticket: first what it would do, then doing it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.replies import access, actions
from divan.replies.forms.applying import ApplyForm, preview_of
from divan.tickets.access import require
from divan.tickets.desk import back_in_composer, deed, desk_ticket
from divan.tickets.models import Composition, Ticket


@deed("apply_macro", ApplyForm)
def apply_macro(request: HttpRequest, ticket: Ticket, form: ApplyForm) -> str | HttpResponse:
    """Do it; a reply that is not sent by itself waits in the composer."""
    kept = actions.apply_macro(ticket, form.chosen, actor=request.actor, key=form.cleaned_data["key"])
    if kept is None:
        return _("Macro “%(name)s” applied.") % {"name": form.chosen}
    if kept.state != Composition.State.DRAFT:
        return _("Macro “%(name)s” applied. Its reply can still be taken back.") % {"name": form.chosen}
    said = _("Macro “%(name)s” applied. Read its reply, then send it.") % {"name": form.chosen}
    if not request.htmx:
        return said
    response = back_in_composer(request, kept)
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": said}, "close-dialog": ""})
    response.headers["HX-Trigger-After-Settle"] = "reply-added"
    return response


@staff_only
def preview_macro(request: HttpRequest, number: str, macro_id: int) -> HttpResponse:
    """What a macro would do to the ticket now."""
    ticket = desk_ticket(request.actor, number)
    require(request.actor, "apply_macro", ticket)
    chosen = access.macro_for(request.actor, macro_id)
    form = ApplyForm(actor=request.actor, ticket=ticket)
    return render(request, "replies/macros/preview.html", {"ticket": ticket, **preview_of(chosen, form)})

"""Attaching lines of a room to a ticket: choose them, see the note word for word, then say to which ticket."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.core.ids import id_in
from divan.rooms.access import room_for
from divan.rooms.actions.attaching import MOST_LINES, Extract, attach_to_ticket, extract_of
from divan.rooms.forms import AttachForm
from divan.rooms.models import Room
from divan.rooms.queries.lines import lines_up_to
from divan.rooms.queries.rooms import title_of
from divan.tickets.queries.targets import target_named


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def attach_room_lines(request: HttpRequest, room_id: int) -> HttpResponse:
    """The lines `line` of the address become an internal note of the ticket that the form names."""
    room = room_for(request.actor, room_id)
    if request.method != "POST":
        form = AttachForm(initial={"key": secrets.token_urlsafe(18)}) if request.GET.getlist("line") else None
        return _page(request, room, form)
    form = AttachForm(request.POST)
    if form.is_valid():
        try:
            return _attached(request, room, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return _page(request, room, form, status=422)


def _attached(request: HttpRequest, room: Room, said: dict[str, Any]) -> HttpResponse:
    ticket = target_named(request.actor, said["number"])
    missing = Refused(_("There is no such ticket on which you may write a note."), field="number")
    if ticket is None:
        raise missing
    try:
        attach_to_ticket(room, _serials(request), ticket, key=said["key"], actor=request.actor)
    except NotAllowed as refused:
        raise missing from refused
    messages.success(request, _("The note is on the ticket. Customers never see it."))
    return redirect("show_ticket", number=ticket.number)


def _page(request: HttpRequest, room: Room, form: AttachForm | None, *, status: int = 200) -> HttpResponse:
    chosen, problem, extract = _serials(request), "", None
    if form is not None:
        extract, problem = _extract(request, room, chosen)
    end = min(id_in(request.GET.get("before", "")) - 1, room.last_serial)
    lines = [line for line in lines_up_to(room, end if end >= 0 else room.last_serial) if "text" in line]
    shown = {
        "room": room,
        "title": title_of(room, request.actor),
        "lines": lines,
        "chosen": chosen,
        "extract": extract,
        "problem": problem,
        "form": form,
        "earlier": lines[0]["n"] if lines and lines[0]["n"] > 1 else 0,
    }
    return render(request, "rooms/attach.html", shown, status=status)


def _extract(request: HttpRequest, room: Room, chosen: list[int]) -> tuple[Extract | None, str]:
    try:
        return extract_of(room, chosen, request.actor), ""
    except Refused as refusal:
        return None, refusal.message


def _serials(request: HttpRequest) -> list[int]:
    """The lines that the address or the form names; one more than allowed is enough to be refused."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("line")
    return [number for number in map(id_in, named[: MOST_LINES + 1]) if number]

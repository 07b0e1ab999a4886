"""The list of rooms and a room: pages that are read and written in without scripts as well."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from divan.accounts.decorators import staff_only
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.rooms.access import file_of, room_for
from divan.rooms.actions import Words, mark_read, say
from divan.rooms.forms import OpenRoomForm
from divan.rooms.models import Room
from divan.rooms.queries.found import LONGEST, found_in_rooms
from divan.rooms.queries.lines import lines_up_to, present_in
from divan.rooms.queries.rooms import colleagues_named, places, title_of, unread_of
from divan.tickets.desk import attached, file_response
from divan.ui.formats import language

PAGE = "rooms/page.html"
MOST_COUNTED = 99
# So many lines stand below the one that a link leads to.
BELOW = 20


@require_safe
@staff_only
def rooms(request: HttpRequest) -> HttpResponse:
    """The reader's rooms, or what is found in them."""
    return render(request, PAGE, _list(request))


@require_safe
@staff_only
def rooms_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for a page that is open; `room` is the one that it shows."""
    found, older = places(request.actor)
    shown = {"places": found, "older": older, "current": id_in(request.GET.get("room", ""))}
    return render(request, "rooms/_list.html", shown)


@require_safe
@staff_only
def rooms_count(request: HttpRequest) -> HttpResponse:
    """How much is unread, for the navigation of every page."""
    shown = {"unread": unread_of(request.actor), "most": MOST_COUNTED}
    return render(request, "rooms/_count.html", shown)


@require_safe
@staff_only
def room(request: HttpRequest, room_id: int) -> HttpResponse:
    """A room at its newest lines, at the line `at`, or before the line `before`; what is shown is read."""
    row = room_for(request.actor, room_id)
    at, before = id_in(request.GET.get("at", "")), id_in(request.GET.get("before", ""))
    wanted = at + BELOW if at else before - 1 if before else row.last_serial
    end = min(max(wanted, 0), row.last_serial)
    mark_read(row, end, actor=request.actor)
    return _room_page(request, row, end, at=at)


@require_safe
@staff_only
def room_earlier(request: HttpRequest, room_id: int) -> HttpResponse:
    """The lines before the line `before`, for a page that is open."""
    row = room_for(request.actor, room_id)
    end = min(max(id_in(request.GET.get("before", "")) - 1, 0), row.last_serial)
    shown = {"room": row, "at": 0, "me": _me(request), **_lines(row, end)}
    return render(request, "rooms/_lines.html", shown)


@require_POST
@staff_only
def say_in_room(request: HttpRequest, room_id: int) -> HttpResponse:
    """Say something without scripts; what was typed stays if it cannot be taken."""
    row = room_for(request.actor, room_id)
    files = attached(request, request.actor)
    text, key = request.POST.get("body", ""), request.POST.get("client_key", "")
    try:
        if files.error:
            raise Refused(files.error, field="files")
        say(row, Words(row.pk, request.actor, key, text, files.ids))
    except Refused as refusal:
        kept = {"text": text, "key": key or _key(), "uploaded": files.files, "error": refusal.message}
        return _room_page(request, row, row.last_serial, composed=kept, status=422)
    return redirect(f"{reverse('room', kwargs={'room_id': row.pk})}#newest")


@require_safe
@staff_only
def room_file(request: HttpRequest, room_id: int, room_file_id: int, name: str) -> FileResponse:
    """A file of the room. Its name is in the address for people; the id decides."""
    attachment = file_of(room_for(request.actor, room_id), room_file_id)
    return file_response(attachment, inline=request.GET.get("show") == "1")


def _room_page(
    request: HttpRequest,
    row: Room,
    end: int,
    *,
    at: int = 0,
    composed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        **_list(request),
        "current": row.pk,
        "room": row,
        "title": title_of(row, request.actor),
        "present": [place.user for place in present_in(row)],
        **_lines(row, end),
        "at": at,
        "last": end,
        "is_newest": end == row.last_serial,
        "me": _me(request),
        "composed": composed or {"text": "", "key": _key(), "uploaded": (), "error": ""},
    }
    return render(request, PAGE, shown, status=status)


def _lines(row: Room, end: int) -> dict[str, Any]:
    """A page of lines that ends with that one, and where the page before it ends."""
    lines = lines_up_to(row, end)
    return {"lines": lines, "earlier": lines[0]["n"] if lines and lines[0]["n"] > 1 else 0}


def _me(request: HttpRequest) -> str:
    """The reader as the author of lines."""
    return f"person:{request.actor.person_id}"


def _list(request: HttpRequest) -> dict[str, Any]:
    """The list with its search, and the dialogs that begin something."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = (
        found_in_rooms(request.actor, words, language(), after=request.GET.get("after", ""))
        if words
        else None
    )
    shown, older = places(request.actor, older=request.GET.get("older", ""))
    return {
        "places": shown,
        "older": older,
        "current": 0,
        "words": words,
        "found": found,
        "colleagues": colleagues_named(request.actor, ""),
        "opening": OpenRoomForm(actor=request.actor),
    }


def _key() -> str:
    return secrets.token_urlsafe(18)

"""Files of lines for experts: by their seat, which a guest's link gives too."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from divan.accounts.decorators import to_sign_in
from divan.chat import access
from divan.chat.files import file_for
from divan.core.errors import NotAllowed
from divan.realtime.lines.families import Seat
from divan.tickets.desk import file_response

GUEST_COOKIE = "divan_chat_expert"


def chat_line_file(request: HttpRequest, chat_id: int, file_id: int) -> HttpResponseBase:
    """A file of a line that the reader may read; of a whisper to somebody else there is none."""
    seat = _guests_seat(request, chat_id)
    if seat is None and not request.actor.is_authenticated:
        return to_sign_in(request)
    seat = seat or access.seat_of_staff(request.actor, chat_id)
    if seat is None:
        raise NotAllowed(f"chat {chat_id}")
    return _file(request, seat, file_id)


def _guests_seat(request: HttpRequest, chat_id: int) -> Seat | None:
    """The seat of a guest expert, whose page has left the token of their link for this path alone."""
    found = access.seat_of_guest(request.COOKIES.get(GUEST_COOKIE, ""))
    return found[1] if found and found[0].pk == chat_id and found[1].known["speaks"] else None


def _file(request: HttpRequest, seat: Seat, file_id: int) -> FileResponse:
    return file_response(file_for(seat, file_id), inline=request.GET.get("show") == "1")

"""During a chat and after it: files, the end, the rating, and a call instead of waiting."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from divan.chat.actions.calling_back import ask_call_back
from divan.chat.actions.ending import end_chat
from divan.chat.actions.rating import rate
from divan.chat.forms.visitor import CallBackForm, RatingForm
from divan.chat.models import Chat, EndReason, State
from divan.chat.queries.courses import public_lines
from divan.chat.views.widget_asking import keep_file
from divan.chat.views.widget_doors import faults, nothing, of_visit
from divan.conversations.models import Attachment
from divan.core.actors import SYSTEM
from divan.core.errors import NotAllowed
from divan.core.rows import one_of
from divan.realtime.lines.families import Seat
from divan.tickets.desk import file_response


@of_visit
def upload_to_chat(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """Keep one file for the next words of the visitor."""
    if not seat.may_write:
        raise NotAllowed("write in a chat that ended long ago")
    return keep_file(request, upload_key_of(chat))


def upload_key_of(chat: Chat) -> str:
    """Whose the visitor's uploads are: a key that only pages of this chat are told."""
    return salted_hmac("divan.chat.uploads", chat.token_hash).hexdigest()


@of_visit
def chat_file(request: HttpRequest, chat: Chat, seat: Seat, file_id: int) -> FileResponse:
    """A file of a line that the visitor reads. What was mailed on the ticket afterwards is the requester's, and whoever
    holds the token may only have claimed to be them.
    """
    shown = public_lines([chat]).values("message")
    found = one_of(Attachment.objects.filter(pk=file_id, message__in=shown), f"file {file_id}")
    return file_response(found, inline=request.GET.get("show") == "1")


@of_visit
def end_visit(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """The visitor is done. Who was still waiting is answered by mail."""
    if chat.state == State.WAITING and request.POST.get("mail") == "1":
        end_chat(chat, actor=SYSTEM, reason=EndReason.UNANSWERED)
    else:
        end_chat(chat, actor=seat.actor, reason=EndReason.VISITOR)
    return nothing()


@of_visit
def rate_visit(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """What the visitor thinks of it."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return faults(form)
    rate(chat, form.cleaned_data["stars"], form.cleaned_data["comment"], seat=seat)
    return nothing()


@of_visit
def call_visitor_back(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """A call instead of waiting."""
    form = CallBackForm(request.POST)
    if not form.is_valid():
        return faults(form)
    ask_call_back(chat, form.cleaned_data["phone"], seat=seat)
    return nothing()

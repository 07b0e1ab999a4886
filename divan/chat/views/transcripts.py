"""The visitor's copies of a chat: links to them, and mail to an address that is proved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from divan.chat.actions.proving import prove_address, send_code
from divan.chat.actions.transcripts import send_transcript
from divan.chat.models import Chat
from divan.chat.queries.courses import as_visitor, public_course
from divan.chat.transcript_links import FORMS, link_to, read_link
from divan.chat.views.copies import copy_of
from divan.chat.views.widget_doors import as_json, client_of, nothing, of_visit
from divan.core.errors import NotAllowed, Refused
from divan.core.limits import take
from divan.realtime.lines.families import Seat

# Of one network address, whatever the chat: what guesses codes or fills mailboxes asks more often.
ASKED_AN_HOUR = 60


@require_POST
@of_visit
def chat_transcript_link(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """A link to the copy in the form that was asked for: txt, html, pdf or page."""
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise NotAllowed(f"transcript as {form}")
    return as_json(url=link_to(chat, form))


@require_safe
def chat_transcript(request: HttpRequest, token: str) -> HttpResponseBase:
    """The copy that a link opens, in the visitor's language; no other right than the link counts."""
    chat, form = read_link(token)
    with as_visitor(chat):
        return copy_of(request, public_course(chat), form)


@require_POST
@of_visit
def chat_transcript_code(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """Mail a code to the visitor's address. Says whether that is needed at all, and what it looks like."""
    _not_too_often(request)
    send_code(chat, actor=seat.actor)
    return as_json(is_proved=chat.is_proved, address=chat.visitor.email)


@require_POST
@of_visit
def chat_transcript_address(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """The code as the visitor typed it."""
    _not_too_often(request)
    prove_address(chat, request.POST.get("code", "")[:40], actor=seat.actor)
    return nothing()


@require_POST
@of_visit
def chat_transcript_mail(request: HttpRequest, chat: Chat, seat: Seat) -> HttpResponse:
    """Mail the transcript to the address that is proved."""
    _not_too_often(request)
    return as_json(address=send_transcript(chat, actor=seat.actor).address)


def _not_too_often(request: HttpRequest) -> None:
    if take("chat-transcript", client_of(request), limit=ASKED_AN_HOUR, seconds=3600):
        raise Refused(_("Please wait a while before you try again."))

"""The archive: past chats, one of them, and what is taken out of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from divan.accounts.decorators import needs
from divan.chat import access
from divan.chat.actions.exporting import export_chat
from divan.chat.actions.exporting import export_chats as note_export
from divan.chat.actions.transcripts import may_send, send_transcript
from divan.chat.exports import FORMS
from divan.chat.forms.archive import ArchiveForm
from divan.chat.models import Chat, State
from divan.chat.queries.archive import PAGE, Page, page_of
from divan.chat.queries.archive_page import figures_of, readers_of
from divan.chat.queries.courses import desk_course, public_course
from divan.chat.transcript_links import FORMS as COPIES
from divan.chat.transcript_links import link_for_staff, read_link_of_staff
from divan.chat.views.copies import copy_of
from divan.core.errors import NotAllowed, Refused
from divan.ui import printing


@require_safe
@needs(access.ARCHIVE)
def chat_archive(request: HttpRequest) -> HttpResponse:
    """The list. Everything that narrows it stands in the address."""
    form = ArchiveForm(request.GET)
    page = Page([], "")
    if form.is_valid():
        page = page_of(request.actor, form.asked(), after=request.GET.get("after", ""), size=PAGE)
    shown = {
        "form": form,
        "page": page,
        "more": _more(request, page),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "is_detailed": any(request.GET.get(name) for name in form.fields if name != "q"),
    }
    return render(request, "chat/archive/archive.html", shown, status=422 if form.errors else 200)


def _more(request: HttpRequest, page: Page) -> str:
    if not page.following:
        return ""
    kept = {name: value for name, value in request.GET.items() if value and name != "after"}
    return f"{reverse('chat_archive')}?{urlencode({**kept, 'after': page.following})}"


@require_POST
@needs(access.ARCHIVE)
def export_chats(request: HttpRequest) -> HttpResponseBase:
    """Everything that the form asks for as JSON or CSV; written while it is sent."""
    form, wanted = ArchiveForm(request.POST), request.POST.get("form", "json")
    if not form.is_valid():
        return redirect(f"{reverse('chat_archive')}?{urlencode(request.POST)}")
    if wanted not in FORMS:
        raise NotAllowed(f"chats as {wanted}")
    asked = form.asked()
    note_export(asked, wanted, actor=request.actor)
    write, content_type = FORMS[wanted]
    answer = StreamingHttpResponse(write(request.actor, asked), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="chats.{wanted}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@needs(access.ARCHIVE)
def archived_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """The course of one chat, as the reader may read it; nothing can be changed here."""
    chat = _past(request, chat_id)
    shown: dict[str, Any] = {
        "chat": chat,
        "course": desk_course(request.actor, chat),
        "icons": True,
        "figures": figures_of(chat),
        "readers": readers_of(chat),
        "may_send": may_send(request.actor, chat),
        "has_pdf": printing.is_possible(),
    }
    return render(request, "chat/archive/chat.html", shown)


@require_POST
@needs(access.ARCHIVE)
def copy_archived_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Note that a copy is taken, and lead to it; without whispers unless they were asked for."""
    chat, form = _past(request, chat_id), request.POST.get("form", "txt")
    if form not in COPIES:
        raise NotAllowed(f"chat as {form}")
    with_whispers = request.POST.get("whispers") == "1"
    export_chat(chat, form, with_whispers=with_whispers, actor=request.actor)
    return redirect(link_for_staff(chat, form, with_whispers=with_whispers))


@require_safe
@needs(access.ARCHIVE)
def archived_chat_copy(request: HttpRequest, token: str) -> HttpResponseBase:
    """The copy, in the reader's language; the link says which, the gate whether."""
    chat_id, form, with_whispers = read_link_of_staff(token)
    chat = _past(request, chat_id)
    return copy_of(request, desk_course(request.actor, chat) if with_whispers else public_course(chat), form)


@require_POST
@needs(access.ARCHIVE)
def mail_archived_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Mail the visitor what they have seen of the chat."""
    chat = _past(request, chat_id)
    try:
        sent = send_transcript(chat, actor=request.actor)
        messages.success(
            request, _("The transcript is on its way to %(address)s.") % {"address": sent.address}
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("archived_chat", chat_id=chat.pk)


def _past(request: HttpRequest, chat_id: int) -> Chat:
    """A chat that has ended and whose ticket the reader may see; raises NotAllowed."""
    chat = access.chat_for(request.actor, chat_id)
    if chat.state != State.ENDED:
        raise NotAllowed(f"chat {chat_id} runs")
    return chat

"""Side threads: the deed that opens one, and the page of a thread, which works without scripts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import astuple
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_told
from divan.consulting import threads_access
from divan.consulting.actions import threads, threads_people
from divan.consulting.actions.threads_writing import write_in_side_thread
from divan.consulting.forms.threads import AddPeopleForm, SideThreadForm
from divan.consulting.models.threads import SideThread
from divan.consulting.queries.threads import colleagues_for, lines_of, people_of
from divan.conversations.actions import Draft
from divan.conversations.bodies import body
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.tickets.desk import attached, body_in, deed, desk_ticket, file_response
from divan.tickets.models import Ticket

PAGE = "consulting/threads/page.html"
Verb = Callable[[HttpRequest, SideThread], str]


@deed("side_thread", SideThreadForm)
def open_side_thread(request: HttpRequest, ticket: Ticket, form: SideThreadForm) -> str:
    """Begin to talk with named colleagues."""
    said = form.cleaned_data
    draft = Draft(text=said["body"], client_key=said["client_key"] or None)
    threads.open_side_thread(ticket, said["subject"], draft, people=said["people"], actor=request.actor)
    return _("The side thread is open. Only the people named in it can read it.")


@staff_only
def side_thread(request: HttpRequest, number: str, thread_id: int) -> HttpResponse:
    """A side thread; what stands in it is read now."""
    thread = _thread(request, number, thread_id)
    threads.mark_side_thread_read(thread, actor=request.actor)
    return _page(request, thread)


@staff_only
def side_thread_messages(request: HttpRequest, number: str, thread_id: int) -> HttpResponse:
    """The messages alone, for a page that is open."""
    thread = _thread(request, number, thread_id)
    threads.mark_side_thread_read(thread, actor=request.actor)
    shown = {"thread": thread, "ticket": thread.ticket, "lines": lines_of(thread, number), "body": body}
    return render(request, "consulting/threads/messages.html", shown)


@staff_only
def write_side_thread(request: HttpRequest, number: str, thread_id: int) -> HttpResponse:
    """Add a message; what was typed stays if it cannot be taken."""
    thread = _thread(request, number, thread_id)
    files = attached(request, request.actor)
    key = request.POST.get("client_key", "")[:64]
    text, html = request.POST.get("body", ""), ""
    try:
        text, html = astuple(body_in(request, among_colleagues=True))
        if files.error:
            raise Refused(files.error, field="files")
        draft = Draft(text=text, html=html, attachments=files.ids, client_key=key or None)
        write_in_side_thread(thread, draft, actor=request.actor)
    except Refused as refusal:
        kept = {"text": text, "html": html, "uploaded": files.files, "key": key, "adapted": ()}
        return _page(request, thread, status=422, error=refusal.message, composed=kept)
    return redirect("side_thread", number=number, thread_id=thread_id)


@staff_only
def side_thread_file(
    request: HttpRequest, number: str, thread_id: int, file_id: int, name: str
) -> FileResponse:
    """A file of the thread. Its name is in the address for people; the id decides."""
    attachment = threads_access.file_of(_thread(request, number, thread_id), file_id)
    return file_response(attachment, inline=request.GET.get("show") == "1")


def _verb(view: Verb) -> Callable[..., HttpResponseBase]:
    """A view that changes a thread and returns the sentence that says so; then back to its page."""

    @staff_only
    @wraps(view)
    def answered(request: HttpRequest, number: str, thread_id: int) -> HttpResponse:
        thread = _thread(request, number, thread_id)
        with refusals_told(request):
            messages.success(request, view(request, thread))
        if not threads_access.threads_on(request.actor, thread.ticket).filter(pk=thread.pk).exists():
            return redirect("inbox")
        return redirect("side_thread", number=number, thread_id=thread_id)

    return answered


@_verb
def add_to_side_thread(request: HttpRequest, thread: SideThread) -> str:
    """Name more colleagues."""
    people = [pk for pk in map(id_in, request.POST.getlist("people")) if pk]
    threads_people.add_to_side_thread(thread, people, actor=request.actor)
    return _("They can read the side thread now.")


@_verb
def remove_from_side_thread(request: HttpRequest, thread: SideThread) -> str:
    """Take somebody out, or leave."""
    person = id_in(request.POST.get("person", ""))
    if not person:
        raise Refused(_("Choose a person."))
    threads_people.remove_from_side_thread(thread, person, actor=request.actor)
    return _("They are no longer in the side thread.")


@_verb
def close_side_thread(request: HttpRequest, thread: SideThread) -> str:
    """Nothing more to say."""
    threads.close_side_thread(thread, actor=request.actor)
    return _("The side thread is closed.")


@_verb
def reopen_side_thread(request: HttpRequest, thread: SideThread) -> str:
    """Go on talking."""
    threads.reopen_side_thread(thread, actor=request.actor)
    return _("The side thread is open again.")


def _thread(request: HttpRequest, number: str, thread_id: int) -> SideThread:
    return threads_access.thread_on(request.actor, desk_ticket(request.actor, number), thread_id)


def _page(request: HttpRequest, thread: SideThread, *, status: int = 200, **more: Any) -> HttpResponse:
    people, ticket = people_of(thread), thread.ticket
    others = colleagues_for(request.actor, without=[ticket.requester_id, *(one.pk for one in people)])
    shown = {
        "thread": thread,
        "ticket": ticket,
        "lines": lines_of(thread, ticket.number),
        "people": people,
        "adding": AddPeopleForm(choices=others) if others else None,
        "may_remove": thread.creator_id == request.actor.person_id,
        "composed": {"text": "", "html": "", "uploaded": (), "key": secrets.token_urlsafe(18), "adapted": ()},
        "body": body,
    }
    return render(request, PAGE, {**shown, **more}, status=status)

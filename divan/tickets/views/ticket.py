"""The ticket page of the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.conversations.bodies import body
from divan.core.actors import Actor
from divan.tickets import access, actions
from divan.tickets.forms.desk import Composed
from divan.tickets.marks import marks
from divan.tickets.models import Ticket
from divan.tickets.queries.tags import tags_of
from divan.tickets.queries.thread import pictures_of, thread_of
from divan.tickets.queries.ticket_page import context_of, desk_ticket, verbs_for
from divan.tickets.sidebar import sidebar_of
from divan.tickets.views.files import file_response


@staff_only
def show_ticket(request: HttpRequest, number: str) -> HttpResponse:
    """The whole page, or for the list beside it the conversation and the context panel."""
    ticket = desk_ticket(request.actor, number)
    _mark_read(ticket, request.actor)
    mode = "note" if request.GET.get("mode") == "note" else "reply"
    template = "tickets/desk/panes.html" if request.htmx else "tickets/desk/ticket.html"
    return render(request, template, ticket_page(request, ticket, mode=mode))


@staff_only
def show_earlier(request: HttpRequest, number: str) -> HttpResponse:
    """The stretch of the conversation before a message."""
    ticket = desk_ticket(request.actor, number)
    before = _id(request.GET.get("before"))
    thread = thread_of(request.actor, ticket, sidebar_of(request).desk.names, before=before)
    shown = {"ticket": ticket, "thread": thread, "is_earlier": True, **_letters(ticket)}
    template = "tickets/desk/earlier.html" if request.htmx else "tickets/desk/earlier_page.html"
    return render(request, template, {**shown, **marks()})


@staff_only
def show_changes(request: HttpRequest, number: str) -> HttpResponse:
    """The parts of an open page that others may have changed."""
    ticket = desk_ticket(request.actor, number)
    if request.GET.get("read"):
        _mark_read(ticket, request.actor)
    return render(request, "tickets/desk/changes.html", changed_parts(request, ticket))


@staff_only
def ticket_file(request: HttpRequest, number: str, attachment_id: int, name: str) -> FileResponse:
    """A file of the conversation. Its name is in the address for people; the id decides."""
    ticket = desk_ticket(request.actor, number)
    attachment = access.attachment_for(request.actor, ticket, attachment_id)
    return file_response(attachment, inline=request.GET.get("show") == "1")


def ticket_page(request: HttpRequest, ticket: Ticket, *, mode: str = "reply") -> dict[str, Any]:
    """What the templates of the whole ticket page need."""
    may = verbs_for(request.actor, ticket)
    return {
        **changed_parts(request, ticket),
        "reply": Composed.empty(),
        "note": Composed.empty(),
        "mode": mode if "reply" in may else "note",
        "context": context_of(request.actor, ticket),
    }


def changed_parts(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """What the header, the thread and the facts need. `from` is the first message that an open page shows."""
    since = _id(request.POST.get("from") or request.GET.get("from"))
    return {
        "ticket": ticket,
        "thread": thread_of(request.actor, ticket, sidebar_of(request).desk.names, since=since),
        **_letters(ticket),
        "tags": tags_of([ticket.pk]).get(ticket.pk, []),
        "may": verbs_for(request.actor, ticket),
        **marks(),
    }


def _letters(ticket: Ticket) -> dict[str, Any]:
    """How templates show the bodies of messages, with the pictures that came with them."""

    def address(**file: Any) -> str:
        return reverse("ticket_file", kwargs={"number": ticket.number, **file})

    return {"body": body, "pictures": partial(pictures_of, address=address)}


def _mark_read(ticket: Ticket, actor: Actor) -> None:
    """Before the messages are read: one that comes in between is shown and stays unread, never the reverse."""
    seen = ticket.seen_at  # type: ignore[attr-defined]
    if seen is None or seen < ticket.last_activity_at:
        actions.mark_read(ticket, actor=actor)


def _id(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0

"""The ticket page of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.conversations.bodies import body
from divan.core.actors import Actor
from divan.tickets import access, actions
from divan.tickets.actions.drafting import Mode
from divan.tickets.deeds import deeds_for
from divan.tickets.forms.composition import number as id_in
from divan.tickets.forms.desk import Composed
from divan.tickets.forms.later import later_times
from divan.tickets.marks import marks
from divan.tickets.models import Composition, Ticket
from divan.tickets.queries.compositions import files_by_composition, on_ticket
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
    wanted = request.GET.get("mode", "")
    mode = wanted if wanted in (Mode.NOTE, Mode.FORWARD) else Mode.REPLY
    template = "tickets/desk/panes.html" if request.htmx else "tickets/desk/ticket.html"
    return render(request, template, ticket_page(request, ticket, mode=mode))


@staff_only
def show_earlier(request: HttpRequest, number: str) -> HttpResponse:
    """The stretch of the conversation before a message."""
    ticket = desk_ticket(request.actor, number)
    before = _id(request.GET.get("before"))
    thread = thread_of(request.actor, ticket, sidebar_of(request).desk.names, before=before)
    shown = {
        "ticket": ticket,
        "thread": thread,
        "is_earlier": True,
        "may": verbs_for(request.actor, ticket),
        **_letters(ticket),
    }
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
    parts = changed_parts(request, ticket)
    has_reply = "reply" in may or Mode.REPLY in parts["drafts"]
    return {
        **parts,
        **_composers(parts["drafts"], parts["newest"]),
        "mode": mode if has_reply else "note",
        "context": context_of(request.actor, ticket),
    }


def changed_parts(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """What the header, the thread and the facts need. `from` is the first message that an open page shows."""
    since = _id(request.POST.get("from") or request.GET.get("from"))
    thread = thread_of(request.actor, ticket, sidebar_of(request).desk.names, since=since)
    writing = on_ticket(request.actor, ticket)
    may = verbs_for(request.actor, ticket)
    return {
        "ticket": ticket,
        "thread": thread,
        "newest": max((entry.message["id"] for entry in thread.entries if entry.message), default=0),
        "drafts": writing.drafts,
        "waiting": writing.waiting,
        "later": later_times(),
        **_letters(ticket),
        "tags": tags_of([ticket.pk]).get(ticket.pk, []),
        "may": may,
        "deeds": deeds_for(may, ticket),
        **marks(),
    }


def _composers(drafts: Mapping[str, Composition], newest: int) -> dict[str, Composed]:
    """The composers of the page, each with the reader's draft if there is one."""
    files = files_by_composition(drafts.values())
    return {
        mode: Composed.of(drafts[mode], files.get(drafts[mode].pk, ()))
        if mode in drafts
        else Composed.empty(newest)
        for mode in (Mode.REPLY, Mode.NOTE, Mode.FORWARD)
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
    return id_in(text) or 0

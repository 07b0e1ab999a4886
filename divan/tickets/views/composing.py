"""Reply and note: the two ways of writing in a ticket. Nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.conversations.actions import Draft
from divan.conversations.markup import written
from divan.core.errors import Refused
from divan.tickets import actions
from divan.tickets.actions import NeedsReview, Then
from divan.tickets.forms.desk import Composed
from divan.tickets.forms.later import later_times
from divan.tickets.models import Ticket
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.views.answers import changed, with_toast
from divan.tickets.views.attached import attached
from divan.tickets.views.ticket import changed_parts, ticket_page

Write = Callable[[Draft], str]


@staff_only
def reply_ticket(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the requester, and wait or solve with it."""
    ticket = desk_ticket(request.actor, number)
    wanted = request.POST.get("then", "")
    then = Then(wanted) if wanted in list(Then) else Then.NOTHING

    def write(draft: Draft) -> str:
        try:
            actions.answer(ticket, draft, actor=request.actor, then=then)
        except NeedsReview:
            actions.hold_reply(ticket, draft, actor=request.actor, then=then)
            return _("It waits for review. A colleague reads it before it is sent.")
        return _("Reply sent.")

    return _written(request, ticket, "reply", write)


@staff_only
def note_ticket(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note that only the team sees."""
    ticket = desk_ticket(request.actor, number)

    def write(draft: Draft) -> str:
        actions.note(ticket, draft, actor=request.actor)
        return _("Note added.")

    return _written(request, ticket, "note", write)


def _written(request: HttpRequest, ticket: Ticket, mode: str, write: Write) -> HttpResponse:
    files = attached(request, request.actor)
    text, html = request.POST.get("body", ""), ""
    key = request.POST.get("client_key", "")[:64]
    try:
        if source := request.POST.get("html", "").strip():
            text, html = astuple(written(source, mentions=mode == "note"))
        if files.error:
            raise Refused(files.error, field="files")
        said = write(Draft(text=text, html=html, attachments=files.ids, client_key=key or None))
        actions.discard_sent(key, ticket=ticket, actor=request.actor)
    except Refused as refusal:
        return _kept(request, ticket, mode, Composed(text, key, html, files.files, refusal.message))
    if not request.htmx:
        return changed(request, ticket.number, said)
    fresh = desk_ticket(request.actor, ticket.number)
    parts = changed_parts(request, fresh)
    shown = {**parts, "mode": mode, "composed": Composed.empty(parts["newest"])}
    response = render(request, "tickets/desk/written.html", shown)
    return with_toast(response, said, finished=ticket.is_open and not fresh.is_open)


def _kept(request: HttpRequest, ticket: Ticket, mode: str, composed: Composed) -> HttpResponse:
    """The form again, with everything that was typed and uploaded."""
    if request.htmx:
        shown = {
            "ticket": ticket,
            "mode": mode,
            "composed": composed,
            "may": {"reply", "note"},
            "later": later_times(),
        }
        return render(request, "tickets/desk/composer_form.html", shown, status=422)
    page = {**ticket_page(request, ticket, mode=mode), mode: composed}
    return render(request, "tickets/desk/ticket.html", page, status=422)

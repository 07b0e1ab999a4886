"""Whom a note or a message of a side thread can mention, while it is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.consulting import threads_access
from divan.consulting.queries.mentions import Choice, mentionable, mentionable_beside
from divan.tickets.desk import desk_ticket


@staff_only
def ticket_mentionable(request: HttpRequest, number: str) -> HttpResponse:
    """The options of the picker of a note."""
    ticket = desk_ticket(request.actor, number)
    found = mentionable(request.actor, ticket, _search(request))
    return _options(request, found, _("Does not see this ticket: mentioning shows it to them."))


@staff_only
def side_thread_mentionable(request: HttpRequest, number: str, thread_id: int) -> HttpResponse:
    """The options of the picker of a side thread."""
    ticket = desk_ticket(request.actor, number)
    thread = threads_access.thread_on(request.actor, ticket, thread_id)
    found = mentionable_beside(request.actor, thread, _search(request))
    return _options(
        request, found, _("Not in this thread: mentioning lets them read all of it, and the ticket.")
    )


def _search(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:100]


def _options(request: HttpRequest, found: list[Choice], consequence: str) -> HttpResponse:
    """The list; `consequence` is what choosing somebody does who does not read it yet."""
    shown = {"found": found, "consequence": consequence}
    return render(request, "consulting/mentions/found.html", shown)

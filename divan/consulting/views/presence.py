"""Who else is at a ticket, for pages that are open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from divan.accounts.decorators import staff_only
from divan.consulting.presence import company_of, topic_of
from divan.tickets.desk import desk_ticket


@require_safe
@staff_only
def ticket_presence(request: HttpRequest, number: str) -> HttpResponse:
    """The avatars of the header, and the banner above the composers."""
    ticket = desk_ticket(request.actor, number)
    shown = {"ticket": ticket, "company": company_of(request.actor, ticket), "topic": topic_of(ticket)}
    return render(request, "consulting/presence/fragment.html", shown)

"""What a property of a ticket can become: the content of the menus in the context panel, fetched when they open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.assets.queries import choices as asset_choices
from divan.tickets import access
from divan.tickets.marks import marks
from divan.tickets.models import Ticket
from divan.tickets.queries.assignees import answering_in
from divan.tickets.queries.categories import tree
from divan.tickets.queries.counts import groups_in_use
from divan.tickets.queries.ticket_page import desk_ticket


@staff_only
def ticket_assignees(request: HttpRequest, number: str) -> HttpResponse:
    """People who may answer in the ticket's group; `q` finds them by name."""
    ticket = _changeable(request, number, "assign")
    search = request.GET.get("q", "")[:100]
    return _shown(request, ticket, "assignees", people=answering_in(ticket.group_id, search=search), q=search)


@staff_only
def ticket_groups(request: HttpRequest, number: str) -> HttpResponse:
    """Groups that the ticket can be handed to: all in use, also those that the actor does not see."""
    ticket = _changeable(request, number, "move")
    return _shown(request, ticket, "groups", groups=groups_in_use())


@staff_only
def ticket_priorities(request: HttpRequest, number: str) -> HttpResponse:
    """Impact and urgency."""
    return _shown(request, _changeable(request, number, "set_priority"), "priorities", **marks())


@staff_only
def ticket_categories(request: HttpRequest, number: str) -> HttpResponse:
    """The category tree."""
    ticket = _changeable(request, number, "categorise")
    return _shown(request, ticket, "categories", categories=tree(only_active=True))


@staff_only
def ticket_types(request: HttpRequest, number: str) -> HttpResponse:
    """The types of tickets."""
    return _shown(request, _changeable(request, number, "set_type"), "types", **marks())


@staff_only
def ticket_assets(request: HttpRequest, number: str) -> HttpResponse:
    """Products of the requester and of their organisation; `q` finds all others."""
    ticket = _changeable(request, number, "set_asset")
    search = request.GET.get("q", "")[:100]
    found = asset_choices(request.actor, ticket.requester, text=search)
    return _shown(request, ticket, "assets", assets=found, q=search)


def _changeable(request: HttpRequest, number: str, verb: str) -> Ticket:
    ticket = desk_ticket(request.actor, number)
    access.require(request.actor, verb, ticket)
    return ticket


def _shown(request: HttpRequest, ticket: Ticket, what: str, **more: Any) -> HttpResponse:
    return render(request, f"tickets/desk/choices/{what}.html", {"ticket": ticket, **more})

"""The landing page of the portal, and the list of one's own tickets (D1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from divan.accounts.decorators import signed_in
from divan.accounts.installation import installation
from divan.core.labels import label
from divan.tickets.queries import portal as queries

NEWEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody arrives: staff go on to their inbox, all others find the portal."""
    return redirect("inbox") if request.actor.is_staff else portal(request)


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """The landing page, for staff too."""
    actor, here = request.actor, installation()
    context: dict[str, Any] = {
        "forms": queries.active_forms(),
        "page": None,
        "unread": 0,
        "label": label,
        "hotline_hours": label(here.hotline_hours) if here else "",
    }
    if actor.is_authenticated:
        context["page"] = queries.my_tickets(actor, limit=NEWEST)
        context["unread"] = queries.unread_count(actor)
    return render(request, "tickets/portal/landing.html", context)


@require_safe
@signed_in
def my_tickets(request: HttpRequest) -> HttpResponse:
    """All tickets of the reader: open ones, or with `?show=finished` those that are done."""
    finished = request.GET.get("show") == "finished"
    page = queries.my_tickets(request.actor, finished=finished, after=request.GET.get("after", ""))
    more = {"show": "finished" if finished else "open", "after": page.next}
    context = {"page": page, "finished": finished, "more_url": f"?{urlencode(more)}" if page.next else ""}
    return render(request, "tickets/portal/my_tickets.html", context)

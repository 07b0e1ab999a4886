"""The bell, and the page behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from divan.accounts.decorators import signed_in
from divan.core.ids import id_in
from divan.notifications import actions, queries
from divan.tickets.access import is_staff_on


@require_safe
@signed_in
def notifications(request: HttpRequest) -> HttpResponse:
    """What happened, newest first."""
    page = queries.page_of(request.actor, before=id_in(request.GET.get("before", "")))
    base = "ui/desk.html" if request.actor.is_staff else "ui/portal.html"
    return render(request, "notifications/page.html", {"page": page, "base": base})


@require_safe
@signed_in
def notifications_bell(request: HttpRequest) -> HttpResponse:
    """The bell with its count, for pages that are open."""
    return render(request, "notifications/_bell.html", {"unread": queries.unread_count(request.actor)})


@require_POST
@signed_in
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    actions.mark_all_read(actor=request.actor)
    return redirect("notifications")


@require_POST
@signed_in
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """It is read; on to its ticket, on the side where the reader stands."""
    ticket = actions.open_notification(notification_id, actor=request.actor).ticket
    on_desk = is_staff_on(request.actor, ticket)
    return redirect("show_ticket" if on_desk else "my_ticket", number=ticket.number)

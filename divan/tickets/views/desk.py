"""The inbox: the lists of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed
from divan.tickets.marks import row_marks
from divan.tickets.paths import ticket_paths
from divan.tickets.queries.lists import VIEWS, View, page_of, view_of_group
from divan.tickets.sidebar import path_of_view, sidebar_of


@staff_only
def inbox(request: HttpRequest) -> HttpResponse:
    """The actor's own open tickets."""
    return _list(request, VIEWS["mine"], path_of_view("mine"))


@staff_only
def inbox_view(request: HttpRequest, view: str) -> HttpResponse:
    """One of the lists that ship with Divan."""
    if view not in VIEWS:
        raise NotAllowed(view)
    return _list(request, VIEWS[view], path_of_view(view))


@staff_only
def inbox_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """The open tickets of a group; from one that the actor may not see, the way leads back to the inbox."""
    name = sidebar_of(request).desk.groups.get(group_id)
    if name is None:
        return redirect("inbox")
    address = reverse("inbox_group", kwargs={"group_id": group_id})
    return _list(request, view_of_group(group_id, name), address)


@staff_only
def inbox_counts(request: HttpRequest) -> HttpResponse:
    """The counts of views and groups, fetched again when one of them may have changed."""
    return render(
        request,
        "tickets/desk/slots/views.html",
        {"sidebar": sidebar_of(request), "path": request.GET.get("path", ""), "with_inbox": True},
    )


@staff_only
def inbox_places(request: HttpRequest) -> HttpResponse:
    """Views and groups as a menu, for screens without side navigation."""
    return render(request, "tickets/desk/places.html", {"sidebar": sidebar_of(request)})


def _list(request: HttpRequest, view: View, address: str) -> HttpResponse:
    sidebar = sidebar_of(request)
    sort = view.sort(request.GET.get("sort"))
    page = page_of(request.actor, view, sort, after=request.GET.get("after", ""))
    path_of = ticket_paths()
    for row in page.rows:
        row["path"] = path_of(row["number"])
    shown = {"view": view, "sort": sort, "page": page, "address": address, "sidebar": sidebar}
    place = next(place for place in (*sidebar.views, *sidebar.groups) if place.slug == view.slug)
    template = "tickets/desk/list.html" if request.htmx else "tickets/desk/inbox.html"
    return render(request, template, {**shown, "count": place.count, **row_marks()})

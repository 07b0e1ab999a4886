"""The inbox: the lists of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.core import clock
from divan.core.errors import NotAllowed
from divan.tickets import access, actions
from divan.tickets.marks import row_marks, type_words
from divan.tickets.paths import saved_paths, ticket_paths
from divan.tickets.queries.columns import Showing, chosen, columns_there_are, fill
from divan.tickets.queries.lists import VIEWS, View, page_of, view_of_group
from divan.tickets.queries.looks import USUAL, Look, look_from
from divan.tickets.queries.saved import as_list, asked_by, place_of
from divan.tickets.sidebar import path_of_saved_search, path_of_view, sidebar_of
from divan.tickets.waits import mark_waiting
from divan.ui.formats import ages, language


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


@staff_only
def inbox_saved(request: HttpRequest, view_id: int) -> HttpResponse:
    """A saved view; one with words is a search, and opens on the search page."""
    saved = access.saved_view_seen_by(request.actor, view_id)
    asked = asked_by(saved, request.actor, language())
    if asked.has_words or asked.is_empty:
        return redirect(path_of_saved_search(saved.pk, saved.query))
    view, kept = as_list(saved, asked), sidebar_of(request).desk.lists.get(place_of(saved.pk))
    if kept is None or kept.opened_on != clock.now().date().toordinal():
        actions.note_opened(view.slug, actor=request.actor)
    more = {"saved": saved, "may_change": access.may_change_view(request.actor, saved)}
    return _list(request, view, saved_paths()(saved.pk), usual=look_from(saved.look), **more)


def _list(
    request: HttpRequest, view: View, address: str, *, usual: Look = USUAL, **more: object
) -> HttpResponse:
    sidebar = sidebar_of(request)
    kept = sidebar.desk.lists.get(view.slug)
    look = look_from(kept.look) if kept and kept.look else usual
    sort = view.sort(request.GET.get("sort") or look.sort)
    columns = chosen(look.columns, columns_there_are()) if look.is_table else []
    fields = tuple(field for column in columns for field in column.fields)
    page = page_of(request.actor, view, sort, after=request.GET.get("after", ""), extra=fields)
    path_of, marks = ticket_paths(), row_marks()
    for row in page.rows:
        row["path"] = path_of(row["number"])
    mark_waiting(page.rows)
    if columns:
        fill(page.rows, columns, Showing(marks, type_words(), sidebar.desk.names, ages()))
    places = (*sidebar.views, *sidebar.groups, *sidebar.saved)
    shown = {"view": view, "sort": sort, "page": page, "address": address, "sidebar": sidebar, "look": look}
    shown |= {"place": next((each for each in places if each.slug == view.slug), None), "columns": columns}
    template = "tickets/desk/list.html" if request.htmx else "tickets/desk/inbox.html"
    return render(request, template, {**shown, **marks, **more})

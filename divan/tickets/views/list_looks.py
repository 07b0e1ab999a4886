"""Choosing how a list is shown to oneself: layout, columns, order and spacing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed
from divan.tickets import access, actions
from divan.tickets.forms.lists import LookForm
from divan.tickets.paths import group_paths, saved_paths
from divan.tickets.queries.lists import VIEWS, Sort, view_of_group
from divan.tickets.queries.looks import Look, look_from
from divan.tickets.queries.saved import SORTS, view_id_of
from divan.tickets.sidebar import path_of_view, sidebar_of


@staff_only
def list_look(request: HttpRequest, place: str) -> HttpResponse:
    """The form, and by POST the choice: from then on the actor sees this list so."""
    title, address, sorts, usual = _known(request, place)
    kept = sidebar_of(request).desk.lists.get(place)
    look = look_from(kept.look) if kept and kept.look else usual
    form = LookForm(request.POST or None, look=look, sorts=sorts)
    if request.method == "POST" and form.is_valid():
        actions.keep_look(place, form.look(), actor=request.actor)
        return redirect(address)
    shown = {"form": form, "title": title, "address": address, "here": reverse("list_look", args=[place])}
    return render(request, "tickets/desk/look.html", shown, status=422 if form.errors else 200)


def _known(request: HttpRequest, place: str) -> tuple[str, str, tuple[Sort, ...], Look]:
    """Title, address, orders and usual look of a list; raises NotAllowed for one that the actor does not see."""
    if place in VIEWS:
        return str(VIEWS[place].title), path_of_view(place), VIEWS[place].sorts, Look()
    if view_id := view_id_of(place):
        saved = access.saved_view_seen_by(request.actor, view_id)
        return saved.name, saved_paths()(saved.pk), SORTS, look_from(saved.look)
    for group_id, name in sidebar_of(request).desk.groups.items():
        if place == f"group-{group_id}":
            return name, group_paths()(group_id), view_of_group(group_id, name).sorts, Look()
    raise NotAllowed(place)

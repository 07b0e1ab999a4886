"""Saved views: all of them, and building one from conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_in
from divan.search.language import LONGEST, parse
from divan.tickets import access, actions
from divan.tickets.forms.lists import ViewForm, typed_conditions
from divan.tickets.models import SavedView
from divan.tickets.paths import saved_paths
from divan.tickets.queries.counts import groups_in_use
from divan.tickets.queries.saved import SORTS, all_views
from divan.tickets.queries.search_tickets import tickets_counted
from divan.tickets.searching import compile, values_of
from divan.tickets.searching.conditions import Condition, conditions_of, query_of
from divan.tickets.searching.fields import NAMES
from divan.ui.formats import language


@staff_only
def saved_views(request: HttpRequest) -> HttpResponse:
    """Every view that the actor sees, own ones in their order."""
    shown = {"views": all_views(request.actor, language()), "path_of": saved_paths()}
    return render(request, "tickets/desk/saved_views.html", {**shown, "groups": groups_in_use()})


@staff_only
def build_view(request: HttpRequest) -> HttpResponse:
    """A new view; `?q=` begins with a query."""
    return _builder(request, None, request.GET.get("q", "")[:LONGEST])


@staff_only
def change_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Conditions, sharing and look of a view."""
    view = access.saved_view_for(request.actor, view_id)
    return _builder(request, view, view.query)


@staff_only
def move_view_up(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let one of the own views change places with the one above it."""
    view = access.saved_view_seen_by(request.actor, view_id)
    actions.move_view_up(view, actor=request.actor)
    return redirect("saved_views")


def _builder(request: HttpRequest, view: SavedView | None, query: str) -> HttpResponse:
    """The page of conditions. Only the button that saves does something; all others show the page again."""
    deed = request.POST.get("do", "save") if request.method == "POST" else ""
    rows, words = _rows(request, deed) if deed else conditions_of(query)
    form = ViewForm(
        request.POST if deed else None, actor=request.actor, groups=groups_in_use(), view=view, sorts=SORTS
    )
    if deed == "save" and form.is_valid():
        settings = form.settings(query_of(rows, words))
        with refusals_in(form):
            if view is None:
                saved = actions.add_view(settings, actor=request.actor)
            else:
                saved = actions.change_view(view, settings, actor=request.actor)
            messages.success(request, _("Saved. You find it in the side navigation."))
            return redirect("inbox_saved", view_id=saved.pk)
    status = 422 if deed == "save" else 200
    return render(
        request, "tickets/desk/view_builder.html", _page(request, form, rows, words, view), status=status
    )


def _rows(request: HttpRequest, deed: str) -> tuple[list[Condition], str]:
    """The conditions after a button was pressed, and the words beside them."""
    if deed == "read":
        return conditions_of(request.POST.get("query", "")[:LONGEST])
    rows = typed_conditions(request.POST)
    if deed == "add":
        rows.append(Condition("status", ""))
    kind, _colon, place = deed.partition(":")
    if kind == "remove" and place.isdecimal() and int(place) < len(rows):
        del rows[int(place)]
    return rows, request.POST.get("words", "")[:LONGEST]


def _page(
    request: HttpRequest, form: ViewForm, rows: Sequence[Condition], words: str, view: SavedView | None
) -> dict[str, Any]:
    query = query_of(rows, words)
    asked = compile(parse(query), request.actor, language=language())
    return {
        "form": form,
        "rows": [(row, values_of(row.name, request.actor)) for row in rows or [Condition("status", "")]],
        "words": words,
        "query": query,
        "fields": NAMES.entries(),
        "problems": [(query[one.start : one.end], one.message) for one in asked.problems],
        "tally": None if asked.is_empty else tickets_counted(request.actor, asked),
        "view": view,
    }

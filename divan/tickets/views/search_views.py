"""Searches that somebody keeps as views: saving, renaming, deleting."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.core.errors import Refused
from divan.tickets import access, actions
from divan.tickets.views.search import asking, page
from divan.tickets.views.search_filters import search_path


@staff_only
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the query of the page under the name that was typed."""
    query, name = request.POST.get("q", ""), request.POST.get("name", "")
    try:
        view = actions.save_view(query, actor=request.actor, name=name)
    except Refused as refusal:
        return _refused(request, {"q": query}, "save", name, refusal)
    messages.success(request, _("Saved. You find it in the side navigation."))
    return redirect("inbox_saved", view_id=view.pk)


@staff_only
def rename_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Give a view another name."""
    view, name = access.saved_view_for(request.actor, view_id), request.POST.get("name", "")
    try:
        actions.rename_view(view, actor=request.actor, name=name)
    except Refused as refusal:
        return _refused(request, {"q": view.query, "view": str(view.pk)}, "rename", name, refusal)
    messages.success(request, _("The view has its new name."))
    return redirect("inbox_saved", view_id=view.pk)


@staff_only
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Take a view out of the side navigation; the search itself stays on the page."""
    view = access.saved_view_for(request.actor, view_id)
    actions.delete_view(view, actor=request.actor)
    messages.success(request, _("The view is deleted."))
    return redirect(search_path(view.query))


def _refused(
    request: HttpRequest, values: Mapping[str, str], verb: str, name: str, refusal: Refused
) -> HttpResponse:
    """The page again, with the form open, what was typed in it, and why it could not be done."""
    wrong = {"refused": verb, "refused_name": name, "refusal": refusal.message}
    shown = {**page(request, asking(request, values)), **wrong}
    return render(request, "tickets/search/page.html", shown, status=422)

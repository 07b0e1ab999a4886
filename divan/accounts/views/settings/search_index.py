"""How far the search index is, and making it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from divan.accounts import actions
from divan.accounts.decorators import needs
from divan.search.documents import document_kinds
from divan.search.queries import progress


@require_GET
@needs("settings.manage")
def search_index(request: HttpRequest) -> HttpResponse:
    """Every kind of what can be found, and how far it is indexed."""
    rows = [(document_kinds[rebuild.kind].label, rebuild) for rebuild in progress()]
    is_busy = any(rebuild.finished_at is None for _label, rebuild in rows)
    page = {"rows": rows, "is_busy": is_busy, "section": "settings_search_index"}
    return render(request, "accounts/settings/search_index.html", page)


@require_POST
@needs("settings.manage")
def rebuild_search_index(request: HttpRequest) -> HttpResponse:
    """Index everything again; people go on searching meanwhile."""
    actions.rebuild_search_index(actor=request.actor)
    messages.success(request, _("The index is being made again. Search goes on working meanwhile."))
    return redirect("settings_search_index")

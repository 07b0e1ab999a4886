"""What to write next: gaps of the knowledge base, for those who publish."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from divan.accounts.decorators import needs
from divan.knowledge import actions, queries
from divan.knowledge.access import PUBLISH


@require_GET
@needs(PUBLISH)
def knowledge_gaps(request: HttpRequest) -> HttpResponse:
    """Searches without a result, and what other slices know of questions without an article."""
    page = {"missed": queries.missed_searches(request.actor)}
    return render(request, "knowledge/desk/gaps.html", page)


@require_POST
@needs(PUBLISH)
def set_search_aside(request: HttpRequest, missed_id: int) -> HttpResponse:
    """No article is wanted for it."""
    actions.set_search_aside(missed_id, actor=request.actor)
    messages.success(request, _("It will not be shown here again."))
    return redirect("knowledge_gaps")

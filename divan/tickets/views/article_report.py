"""The report of passages that answer most tickets (K8)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from divan.accounts.decorators import needs
from divan.core.l10n.languages import known
from divan.knowledge.access import PUBLISH
from divan.tickets.queries.article_report import passages


@needs(PUBLISH)
def article_passages(request: HttpRequest) -> HttpResponse:
    """Of the last 30 or 90 days."""
    days = 30 if request.GET.get("days") == "30" else 90
    found = passages(request.actor, days=days, language=known(get_language()))
    return render(request, "tickets/desk/article_passages.html", {"passages": found, "days": days})

"""The help pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from divan.core.l10n.languages import known
from divan.knowledge import queries


def _language() -> str:
    """The language of the page that is being answered."""
    return known(get_language())


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    """All shelves."""
    return render(request, "knowledge/home.html", {"shelves": queries.shelves(request.actor, _language())})


@require_safe
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article, in the reader's language or the nearest there is."""
    reading = queries.article(request.actor, slug, _language())
    related = queries.related(request.actor, reading, _language())
    return render(request, "knowledge/article.html", {"article": reading, "related": related})


@require_safe
def help_search(request: HttpRequest) -> HttpResponse:
    """What holds all the words of `?q=`."""
    wanted = request.GET.get("q", "").strip()
    found = queries.search(request.actor, wanted, _language())
    return render(request, "knowledge/search.html", {"wanted": wanted, "found": found})


@require_safe
def help_suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment for somebody who is writing a ticket; empty when nothing fits."""
    found = queries.suggestions(request.actor, request.GET.get("subject", ""), _language())
    return render(request, "knowledge/_suggestions.html", {"found": found})

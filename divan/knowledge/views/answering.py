"""Answers for somebody who is about to ask: while they type, and to be read in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from divan.knowledge import queries
from divan.knowledge.views.asking import Asking, is_flood
from divan.knowledge.views.reading import reader_language

HITS = 6


@require_safe
def help_hits(request: HttpRequest) -> HttpResponse:
    """The first articles for `?q=`, which is still being typed, as options of the search box."""
    if is_flood(request):
        return HttpResponse(status=429)
    wanted = request.GET.get("q", "").strip()
    found = queries.answers(request.actor, wanted, reader_language(), HITS)
    return render(request, "knowledge/_hits.html", {"found": found, "wanted": wanted})


@require_POST
def help_suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment for somebody who is writing a question, which travels in the body and stays out of logs."""
    if is_flood(request):
        return HttpResponse(status=204)
    subject, body = (request.POST.get(name, "").strip() for name in ("subject", "body"))
    found = queries.suggested_answers(request.actor, subject, body, reader_language())
    page = {"found": found, "asking": Asking.of(request.POST)}
    return render(request, "knowledge/_suggestions.html", page)


@require_safe
def help_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """The article in a dialog above the question that somebody is writing."""
    reading = queries.article(request.actor, slug, reader_language())
    page = {"article": reading, "asking": Asking.of(request.GET)}
    return render(request, "knowledge/_answer.html", page)

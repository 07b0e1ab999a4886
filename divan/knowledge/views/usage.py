"""Articles by their use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from divan.core.limits import take
from divan.core.rows import one_of
from divan.knowledge import actions, queries
from divan.knowledge.access import visible_to
from divan.knowledge.views.reading import reader_language

_DAY = 24 * 60 * 60


@require_safe
def help_questions(request: HttpRequest) -> HttpResponse:
    """The frequent questions, those first that are read most."""
    page = {"articles": queries.questions(request.actor, reader_language())}
    return render(request, "knowledge/questions.html", page)


@require_POST
def help_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody is reading it; sent by the page after some seconds, so that machines that fetch it do not count.

    One browser counts once a day.
    """
    article = one_of(visible_to(request.actor).filter(slug=slug), slug)
    browser = f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"
    if not take(f"read:{article.pk}", browser, limit=1, seconds=_DAY):
        actions.count_read(article, actor=request.actor)
    return HttpResponse(status=204)

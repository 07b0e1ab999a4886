"""An article solved it: counted, thanked for, and nothing was sent."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from divan.core.errors import NotAllowed
from divan.core.limits import take
from divan.knowledge import actions, queries
from divan.knowledge.access import visible_to
from divan.knowledge.models import KnowledgeArticle
from divan.knowledge.views.asking import Asking
from divan.knowledge.views.reading import reader_language

SOLVED_A_DAY = 100
"""From one address; an office may have one for all its people."""

VISITOR_COOKIE = "divan_visitor"
_DAY = 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def help_solved(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and the way back to what was not sent. POST counts it, once for a visitor, an article and a day."""
    article = visible_to(request.actor).filter(slug=slug).first()
    shown = queries.title_of(request.actor, slug, reader_language())
    if article is None or shown is None:
        raise NotAllowed(slug)
    if request.method == "POST":
        return _thanks(request, article, shown.language)
    return render(request, "knowledge/solved.html", {"article": shown, "asking": Asking.of(request.GET)})


def _thanks(request: HttpRequest, article: KnowledgeArticle, language: str) -> HttpResponse:
    """In the place of the article above the form, which is still there; without scripts on a page of its own."""
    asking = Asking.of(request.POST)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "knowledge/_solved.html", {"asking": asking})
    else:
        response = redirect(f"{request.path}?{asking.query}")
    if not take("solved", request.META.get("REMOTE_ADDR", ""), limit=SOLVED_A_DAY, seconds=_DAY):
        count_as_solved(request, response, article, language, asking)
    return response


def count_as_solved(
    request: HttpRequest, response: HttpResponse, article: KnowledgeArticle, language: str, asking: Asking
) -> None:
    """Count it for this browser, which is known by a random value until the day ends."""
    visitor = request.COOKIES.get(VISITOR_COOKIE, "") or secrets.token_hex(16)
    place, form = asking.place, asking.form
    actions.deflect(article, language, place=place, form=form, visitor=visitor, actor=request.actor)
    _remember(response, visitor)


def _remember(response: HttpResponse, visitor: str) -> None:
    """The value goes to the help pages only."""
    secure, path = settings.SESSION_COOKIE_SECURE, reverse("help")
    response.set_cookie(
        VISITOR_COOKIE, visitor, max_age=_DAY, path=path, secure=secure, httponly=True, samesite="Lax"
    )

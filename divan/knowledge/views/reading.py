"""The help pages."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from divan.conversations.files import SHOWN_INLINE, path_of
from divan.core.errors import NotAllowed
from divan.core.l10n.languages import CODES, known
from divan.knowledge import actions, queries
from divan.knowledge.access import PUBLISH, WRITE, file_for
from divan.knowledge.models import FeedbackReason, Place, Type
from divan.knowledge.paths import article_path, whole
from divan.knowledge.views.asking import is_flood
from divan.ui import printing

# Whatever a browser makes of the bytes, it runs nothing and reaches nothing.
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


def reader_language() -> str:
    """The language of the page that is being answered."""
    return known(get_language())


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    """All shelves."""
    shelves = queries.shelves(request.actor, reader_language())
    questions = any(entry.kind == Type.FAQ for topic in shelves for entry in topic.all_articles)
    page = {"shelves": shelves, "has_questions": questions, "may_write": request.actor.may(WRITE)}
    return render(request, "knowledge/home.html", page)


@require_safe
def help_topic(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """One category."""
    topic = queries.topic(request.actor, shelf_id, reader_language())
    return render(request, "knowledge/topic.html", {"topic": topic})


@require_safe
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article, in the reader's language or the nearest there is."""
    return _article(request, slug, reader_language())


@require_safe
def help_article_in(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One article in the language of the address. For visitors the whole page is in it, as it is indexed."""
    if language not in CODES:
        raise NotAllowed(language)
    if request.actor.is_authenticated:
        return _article(request, slug, language)
    with translation.override(language):
        return _article(request, slug, language)


def _article(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    reading = queries.article(request.actor, slug, language)
    page = {
        "article": reading,
        "has_pdf": printing.is_possible(),
        "related": queries.related(request.actor, reading, language),
        "reasons": FeedbackReason.choices,
        "answered": request.GET.get("answered") == "1",
        "place": Place.SEARCH if request.GET.get("place") == Place.SEARCH else "",
        "may_write": request.actor.may(WRITE),
        "may_publish": request.actor.may(PUBLISH),
        "canonical": whole(article_path(slug, reading.language)),
        "alternates": [(code, whole(article_path(slug, code))) for code in reading.languages],
        "neutral": whole(article_path(slug)),
    }
    return render(request, "knowledge/article.html", page)


@require_safe
def help_print(request: HttpRequest, slug: str) -> HttpResponse:
    """A guide with all its chapters on one page, to be printed or kept as PDF by the browser."""
    wanted = request.GET.get("language", "")
    language = wanted if wanted in CODES else reader_language()
    texts = queries.whole_guide(request.actor, slug, language)
    page = {"first": texts[0], "chapters": texts[1:], "has_pdf": printing.is_possible()}
    return render(request, "knowledge/print.html", page)


@require_safe
def help_search(request: HttpRequest) -> HttpResponse:
    """What holds all the words of `?q=`, or what was probably meant; and where to go on when it is nothing."""
    wanted = request.GET.get("q", "").strip()
    if wanted and is_flood(request):
        return HttpResponse(status=429)
    found = queries.answers(request.actor, wanted, reader_language())
    place = f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"
    as_asked = 0 if found.instead else len(found.articles)
    actions.note_search(wanted, reader_language(), as_asked, place=place)
    is_empty = bool(wanted) and not found.articles
    topics = queries.shelves(request.actor, reader_language()) if is_empty else []
    page = {"wanted": wanted, "found": found, "topics": topics, "place": Place.SEARCH}
    return render(request, "knowledge/search.html", page)


@require_safe
def help_file(request: HttpRequest, file_id: int) -> FileResponse:
    """A picture or file of an article that the reader may read; only proven pictures are shown."""
    found = file_for(request.actor, file_id)
    try:
        content = path_of(found.sha256).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    shown = found.content_type in SHOWN_INLINE
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=found.name,
        content_type=found.content_type if shown else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response

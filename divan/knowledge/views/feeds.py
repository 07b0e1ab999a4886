"""For machines: the sitemap, and Atom feeds by language and category. Both hold what strangers may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed
from divan.core.l10n.languages import CODES
from divan.knowledge import queries
from divan.knowledge.access import translations_visible_to
from divan.knowledge.paths import article_path, whole

# The sitemap protocol allows 50,000 addresses in one file.
MOST_ADDRESSES = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public article in every language (sitemaps.org 0.9, with its other languages as hreflang)."""
    rows = translations_visible_to(ANONYMOUS).order_by("article_id", "language")
    texts: dict[str, list[tuple[str, str, str]]] = {}
    for slug, code, changed in rows.values_list("article__slug", "language", "changed_at")[:MOST_ADDRESSES]:
        texts.setdefault(slug, []).append((code, whole(article_path(slug, code)), changed.date().isoformat()))
    page = {"texts": texts, "home": whole(reverse("help"))}
    return render(request, "knowledge/sitemap.xml", page, content_type="application/xml; charset=utf-8")


@require_safe
def help_feed(request: HttpRequest, language: str) -> HttpResponse:
    """The last changed public articles in a language (Atom, RFC 4287)."""
    return _feed(request, language, None)


@require_safe
def help_topic_feed(request: HttpRequest, language: str, shelf_id: int) -> HttpResponse:
    """The same for one category and those in it."""
    return _feed(request, language, shelf_id)


def _feed(request: HttpRequest, language: str, shelf_id: int | None) -> HttpResponse:
    if language not in CODES:
        raise NotAllowed(language)
    texts = queries.newest_in(ANONYMOUS, language, shelf_id)
    page = {
        "language_code": language,
        "address": whole(request.path),
        "home": whole(reverse("help_topic", kwargs={"shelf_id": shelf_id}) if shelf_id else reverse("help")),
        "updated": (texts[0].changed_at if texts else clock.now()).isoformat(),
        "entries": [
            (text, whole(article_path(text.article.slug, language)), text.changed_at.isoformat())
            for text in texts
        ],
    }
    return render(request, "knowledge/feed.xml", page, content_type="application/atom+xml; charset=utf-8")

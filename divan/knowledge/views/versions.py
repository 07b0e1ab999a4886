"""Every version of an article in one language, what changed between two, and the way back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import NotAllowed
from divan.core.l10n.languages import CODES
from divan.knowledge import actions
from divan.knowledge.access import WRITE, article_to_write
from divan.knowledge.difference import difference
from divan.knowledge.models import ArticleVersion
from divan.knowledge.queries import desk


@require_GET
@needs(WRITE)
def article_versions(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """The versions, and what `?number=` changed against the one before it."""
    article = article_to_write(request.actor, article_id)
    if language not in CODES:
        raise NotAllowed(language)
    found = desk.versions(request.actor, article_id, language)
    shown = _wanted(request, found)
    before = next((one for one in found if shown and one.number < shown.number), None)
    page = {
        "article": article,
        "language_code": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "versions": found,
        "shown": shown,
        "changes": difference(before.words if before else {}, shown.words, language) if shown else [],
    }
    return render(request, "knowledge/desk/versions.html", page)


@require_POST
@needs(WRITE)
def restore_version(request: HttpRequest, article_id: int, language: str, version: int) -> HttpResponse:
    """Make an old version the draft."""
    found = desk.versions(request.actor, article_id, language)
    old = next((one for one in found if one.number == version), None)
    if old is None:
        raise NotAllowed(f"version {version}")
    actions.restore_version(old, actor=request.actor)
    messages.success(request, _("That version is the draft now. Publish it when it is right."))
    return redirect("write_article", article_id=article_id, language=language)


def _wanted(request: HttpRequest, found: list[ArticleVersion]) -> ArticleVersion | None:
    """The version that the address names, otherwise the newest."""
    number = request.GET.get("number", "")
    return next((one for one in found if str(one.number) == number), found[0] if found else None)

"""Settings: articles on their way in and out."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.knowledge.access import PUBLISH
from divan.knowledge.transfer import Outcome, export_html, export_markdown, import_archive
from divan.ui.formats import filesize

SECTION = "settings_knowledge"
_IN_MEMORY = 5_000_000


@require_GET
@needs(PUBLISH)
def settings_knowledge(request: HttpRequest) -> HttpResponse:
    """Export and import."""
    return _page(request)


@require_POST
@needs(PUBLISH)
def export_articles(request: HttpRequest) -> FileResponse:
    """All articles as one archive; `kind` is "markdown" or "html"."""
    as_html = request.POST.get("kind") == "html"
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    (export_html if as_html else export_markdown)(target, actor=request.actor)
    target.seek(0)
    name = "articles-html.zip" if as_html else "articles.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


@require_POST
@needs(PUBLISH)
def import_articles(request: HttpRequest) -> HttpResponse:
    """Take in an archive and tell what became of each file."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused(_("Choose a file."))
        if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            limit = filesize(settings.ATTACHMENT_MAX_BYTES)
            raise Refused(_("The archive may have up to %(limit)s.") % {"limit": limit})
        return _page(request, outcomes=import_archive(file, actor=request.actor))
    except Refused as refusal:
        return _page(request, error=refusal.message)


def _page(request: HttpRequest, outcomes: list[Outcome] | None = None, error: str = "") -> HttpResponse:
    page = {
        "section": SECTION,
        "outcomes": outcomes,
        "error": error,
        "counts": {
            name: sum(one.result == name for one in outcomes or ())
            for name in ("added", "changed", "unchanged", "skipped")
        },
    }
    return render(request, "knowledge/settings.html", page, status=422 if error else 200)

"""Articles and guides as files to keep."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from divan.accounts.installation import installation
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import CODES
from divan.core.limits import take
from divan.knowledge import queries
from divan.knowledge.papers import paper_of
from divan.knowledge.views.reading import reader_language
from divan.ui import printing

ASKED_A_MINUTE = 40
ASK_AGAIN_SECONDS = 3


@require_safe
def help_pdf(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    """An article, or a guide with all its chapters, as PDF in `?language=` or the nearest there is; 202 until it is ready."""
    if not printing.is_possible():
        raise NotAllowed("no PDF on this machine")
    wanted = request.GET.get("language", "")
    language = wanted if wanted in CODES else reader_language()
    texts = queries.whole_guide(request.actor, slug, language)
    here = installation()
    is_flood = bool(take("pdf", request.META.get("REMOTE_ADDR", ""), limit=ASKED_A_MINUTE, seconds=60))
    try:
        if is_flood:
            raise Refused(_("Please wait a moment before you ask for another PDF."))
        paper = paper_of(request.actor, texts, here.name if here else "Divan")
        made = printing.make(paper)
    except Refused as refusal:
        page = {"error": refusal.message, "slug": slug, "language_code": texts[0].language}
        return render(request, "knowledge/no_pdf.html", page, status=429 if is_flood else 503)
    if made is None:
        wait = render(request, "knowledge/pdf_soon.html", {"slug": slug}, status=202)
        wait.headers["Refresh"] = str(ASK_AGAIN_SECONDS)
        return wait
    answer = FileResponse(
        made.open("rb"),
        as_attachment=True,
        filename=f"{slug}-{texts[0].language}.pdf",
        content_type="application/pdf",
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

"""A course as the answer to a request: a file, a PDF that may take a moment, or a page to print."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from divan.chat.documents import as_page, as_paper, as_text, context_of, file_name
from divan.chat.queries.courses import Course
from divan.core.errors import NotAllowed, Refused
from divan.core.limits import take
from divan.ui import printing

PDFS_A_MINUTE = 20
_ASK_AGAIN_SECONDS = 3
_FILES: dict[str, tuple[Callable[[Course], str], str]] = {
    "txt": (as_text, "text/plain; charset=utf-8"),
    "html": (as_page, "text/html; charset=utf-8"),
}


def copy_of(request: HttpRequest, course: Course, form: str) -> HttpResponseBase:
    """The course in this form, in the language and zone that are active; raises NotAllowed for an unknown form."""
    if form == "page":
        return _private(render(request, "chat/transcripts/page.html", context_of(course)))
    if form == "pdf":
        return _private(_pdf(request, course))
    if form not in _FILES:
        raise NotAllowed(f"transcript as {form}")
    write, content_type = _FILES[form]
    answer = HttpResponse(write(course), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(course, form)}"'
    return _private(answer)


def _pdf(request: HttpRequest, course: Course) -> HttpResponseBase:
    """202 until it is ready; the browser asks again by itself."""
    if not printing.is_possible():
        raise NotAllowed("no PDF on this machine")
    try:
        if take("pdf", request.META.get("REMOTE_ADDR", ""), limit=PDFS_A_MINUTE, seconds=60):
            raise Refused(_("Please wait a moment before you ask for another PDF."))
        made = printing.make(as_paper(course))
    except Refused as refusal:
        return HttpResponse(refusal.message, status=503, content_type="text/plain; charset=utf-8")
    if made is None:
        wait = render(request, "chat/transcripts/soon.html", status=202)
        wait.headers["Refresh"] = str(_ASK_AGAIN_SECONDS)
        return wait
    name = file_name(course, "pdf")
    return FileResponse(made.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

"""The report of a ticket: a page to read and print, a PDF and JSON, in any of our languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import CODES, LANGUAGES, known
from divan.core.limits import take
from divan.reports.documents import as_json, body_of, paper_of
from divan.reports.queries.of_ticket import Report, report_of
from divan.tickets.desk import desk_ticket
from divan.ui import printing

ASKED_A_MINUTE = 40
ASK_AGAIN_SECONDS = 3

View = Callable[[HttpRequest, Report, dict[str, Any]], HttpResponseBase]


def of_ticket(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """A view of the report of a ticket in `?language=`, usually that of its requester, with notes for `?notes=1`."""

    @require_safe
    @staff_only
    @wraps(view)
    def answered(request: HttpRequest, number: str) -> HttpResponseBase:
        ticket = desk_ticket(request.actor, number)
        wanted = request.GET.get("language", "")
        language = wanted if wanted in CODES else known(ticket.requester.language)
        asked = {"tongue": language, "notes": request.GET.get("notes") == "1"}
        with translation.override(language):
            report = report_of(request.actor, ticket, with_notes=asked["notes"] is True)
        return view(request, report, asked)

    return answered


@of_ticket
def ticket_report(request: HttpRequest, report: Report, asked: dict[str, Any]) -> HttpResponseBase:
    """The page; its frame is in the reader's language, the report in that which was chosen."""
    shown = {
        **asked,
        "report": report,
        "body": body_of(report, asked["tongue"]),
        "tongues": LANGUAGES,
        "has_pdf": printing.is_possible(),
    }
    return render(request, "reports/report.html", shown)


@of_ticket
def ticket_report_pdf(request: HttpRequest, report: Report, asked: dict[str, Any]) -> HttpResponseBase:
    """The same on paper; 202 until it is ready. Where no PDF can be made, the way leads to the page."""
    if not printing.is_possible():
        raise NotAllowed("no PDF on this machine")
    is_flood = bool(take("pdf", request.META.get("REMOTE_ADDR", ""), limit=ASKED_A_MINUTE, seconds=60))
    try:
        if is_flood:
            raise Refused(_("Please wait a moment before you ask for another PDF."))
        made = printing.make(paper_of(report, asked["tongue"]))
    except Refused as refusal:
        shown = {"error": refusal.message, "ticket": report.ticket}
        return render(request, "reports/no_pdf.html", shown, status=429 if is_flood else 503)
    if made is None:
        wait = render(request, "reports/pdf_soon.html", {"ticket": report.ticket}, status=202)
        wait.headers["Refresh"] = str(ASK_AGAIN_SECONDS)
        return wait
    name = f"{report.ticket.number}-{asked['tongue']}.pdf"
    answer = FileResponse(made.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@of_ticket
def ticket_report_json(_request: HttpRequest, report: Report, asked: dict[str, Any]) -> HttpResponseBase:
    """The same for programs."""
    with translation.override(asked["tongue"]):
        answer = JsonResponse(
            as_json(report, asked["tongue"]), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    answer.headers["Content-Disposition"] = f'attachment; filename="{report.ticket.number}.json"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

"""The report as a paper for the PDF renderer, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from selectolax.lexbor import LexborHTMLParser

from divan.accounts.installation import installation
from divan.core.l10n.direction import direction_in
from divan.reports.queries.of_ticket import Report, Words
from divan.ui.printing import Paper, paper_with

_SHEET = Path(__file__).with_name("paper.css")
# The first thing that whoever reads the JSON looks at; it changes when the meaning of a field does.
FORMAT = "divan.report/1"


def body_of(report: Report, language: str) -> SafeString:
    """The report as a part of a page, whatever the language of the page is."""
    with translation.override(language):
        html = render_to_string("reports/body.html", {"report": report})
    return mark_safe(html)  # noqa: S308 - the template has escaped it


def paper_of(report: Report, language: str) -> Paper:
    """The page of the report. The renderer guesses no directions, so they are said for every text."""
    here = installation()
    with translation.override(language):
        html = render_to_string(
            "reports/paper.html",
            {"report": report, "tongue": language, "site": here.name if here else "Divan"},
        )
    tree = LexborHTMLParser(html)
    for node in tree.css("[dir=auto], bdi:not([dir])"):
        node.attrs["dir"] = direction_in(node.text(), node.attributes.get("lang") or language)
    return paper_with(tree.html or "", _SHEET)


def as_json(report: Report, language: str) -> dict[str, Any]:
    """The report as plain values: moments in UTC (ISO 8601), sentences and labels in its language."""
    ticket = report.ticket
    return {
        "format": FORMAT,
        "language": language,
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status,
        "opened_at": _iso(ticket.created_at),
        "first_reply_at": _iso(ticket.first_reply_at),
        "solved_at": _iso(ticket.solved_at),
        "closed_at": _iso(ticket.closed_at),
        "promised_on": ticket.promised_on.isoformat() if ticket.promised_on else None,
        "problem": report.problem,
        "cause": report.cause,
        "close_reason": ticket.close_reason,
        "solution": _said(report.solution) if report.solution else None,
        "steps": [{"at": _iso(step.at), "text": _plain(step.sentence)} for step in report.steps],
        "people": _lines(report.people),
        "figures": _lines(report.figures),
        "parts": [{"title": part.title, "lines": _lines(part.lines)} for part in report.parts],
        "notes": [_said(note) for note in report.notes],
    }


def _said(words: Words) -> dict[str, str | None]:
    return {"at": _iso(words.at), "author": words.author, "text": words.text, "language": words.language}


def _lines(lines: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": str(value)} for label, value in lines]


def _plain(sentence: str) -> str:
    """The words of a sentence, without its elements."""
    return unescape(strip_tags(sentence))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

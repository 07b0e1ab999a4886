"""The course of a chat as something to keep: plain text, a page that stands by itself, paper for a PDF, and JSON."""

from __future__ import annotations

from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import get_language
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from divan.accounts.installation import installation
from divan.chat.models import Chat
from divan.chat.queries.courses import Course, Entry
from divan.core.l10n import dates
from divan.core.l10n.direction import FSI, PDI, direction_in
from divan.core.l10n.languages import known
from divan.ui.printing import Paper, paper_with

_FOLDER = Path(__file__).parent
_SHEET, _PAPER = _FOLDER / "transcript.css", _FOLDER / "paper.css"
# The first thing that whoever reads the JSON looks at; it changes when the meaning of a field does.
FORMAT = "divan.chat/1"


def as_text(course: Course) -> str:
    """Plain text, UTF-8, one paragraph for each line. Times are those of the active zone, and say so."""
    text = render_to_string("chat/transcripts/transcript.txt", context_of(course))
    blocks = (block.strip() for block in text.split("\n\n"))
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_page(course: Course) -> str:
    """A page of HTML that needs nothing else: it loads nothing and runs nothing."""
    page = render_to_string("chat/transcripts/file.html", context_of(course))
    sheet = _SHEET.read_text(encoding="utf-8")
    return page.replace("</head>", f"<style>{sheet}</style></head>", 1)


def as_paper(course: Course) -> Paper:
    """The same page for the PDF renderer, which guesses no directions, so they are said for every text."""
    language = known(get_language())
    tree = LexborHTMLParser(render_to_string("chat/transcripts/paper.html", context_of(course)))
    for node in tree.css("[dir=auto], bdi:not([dir])"):
        node.attrs["dir"] = direction_in(node.text(), node.attributes.get("lang") or language)
    return paper_with(tree.html or "", _PAPER)


def as_json(course: Course) -> dict[str, Any]:
    """Plain values for programs: moments in UTC (ISO 8601), fixed words as they are stored."""
    return {
        "format": FORMAT,
        **facts(course.chat),
        "site": course.site,
        "experts": [{"name": name, "title": title} for name, title in course.experts],
        "with_whispers": course.with_whispers,
        "lines": [_line(entry) for entry in course.entries],
    }


def facts(chat: Chat) -> dict[str, Any]:
    """What a chat was: its columns, for a table as well."""
    return {
        "id": chat.pk,
        "ticket": chat.ticket.number,
        "subject": chat.ticket.subject,
        "visitor": chat.visitor_name,
        "language": chat.language,
        "purpose": chat.purpose,
        "outcome": chat.outcome,
        "started_at": _iso(chat.started_at),
        "accepted_at": _iso(chat.accepted_at),
        "first_reply_at": _iso(chat.first_reply_at),
        "ended_at": _iso(chat.ended_at),
        "end_reason": chat.end_reason,
        "rating": chat.rating,
        "rating_comment": chat.rating_comment,
    }


def plain(sentence: Markup) -> str:
    """The words of a sentence without its elements; names stay isolated, so that directions cannot mix."""
    marked = str(sentence).replace("<bdi>", FSI).replace("</bdi>", PDI)
    return unescape(strip_tags(marked))


def file_name(course: Course, form: str) -> str:
    """How the file is called: the ticket's number, which is ASCII, and what is in it."""
    inner = "-with-whispers" if course.with_whispers else ""
    return f"chat-{course.number}{inner}.{form}"


def context_of(course: Course) -> dict[str, Any]:
    """What the templates of a course are given, in the active language and zone."""
    here = installation()
    return {
        "course": course,
        "tongue": translation.get_language(),
        "desk_name": here.name if here else "Divan",
        "zone": timezone.get_current_timezone_name(),
        "plain": plain,
        "moment": _moment,
        "clock_time": _clock_time,
        "day_name": _day_name,
    }


def _moment(moment: datetime) -> str:
    return dates.datetime_medium(moment, known(get_language()), timezone.get_current_timezone())


def _clock_time(moment: datetime) -> str:
    return dates.time_of_day(moment, known(get_language()), timezone.get_current_timezone())


def _day_name(moment: datetime) -> str:
    return dates.date_full(moment, known(get_language()), timezone.get_current_timezone())


def _line(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": entry.kind, "at": _iso(entry.at), "side": entry.side}
    if entry.sentence:
        return {**said, "text": unescape(strip_tags(entry.sentence))}
    said |= {"name": entry.name, "title": entry.title, "text": entry.text, "language": entry.language}
    return said | {"files": list(entry.files)} | ({"to": entry.to} if entry.to else {})


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

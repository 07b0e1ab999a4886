"""The search page of the desk. Its whole state is in the address: the query, the tab, and a saved view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from divan.accounts.decorators import staff_only
from divan.search.language import LONGEST, Parsed, parse
from divan.tickets.marks import marks, row_marks
from divan.tickets.paths import ticket_paths
from divan.tickets.queries import search_people as people
from divan.tickets.queries.search_tickets import better_words, tickets_counted, tickets_found
from divan.tickets.searching import Asked, compile, suggestions
from divan.tickets.sidebar import Place, sidebar_of
from divan.tickets.views.search_filters import (
    chips,
    filter_bar,
    only_words,
    search_path,
    switches,
    without_words,
)
from divan.tickets.views.search_links import line_links, own_ticket_paths
from divan.ui.formats import language

TABS: Mapping[str, str | Promise] = {
    "tickets": _("Tickets"),
    "people": _("People"),
    "organisations": _("Organisations"),
    "articles": _("Help articles"),
}
_KINDS = {"people": people.PERSON, "organisations": people.ORGANIZATION, "articles": people.ARTICLE}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the address asks for."""

    text: str
    parsed: Parsed
    asked: Asked
    tab: str
    after: str
    view: Place | None


def asking(request: HttpRequest, values: Mapping[str, str]) -> Asking:
    """What an address with these values asks for, as this reader means it."""
    typed, tab = values.get("q", "").strip()[:LONGEST], values.get("tab", "")
    parsed = parse(typed)
    slug = f"view-{values.get('view', '')}"
    return Asking(
        text=typed,
        parsed=parsed,
        asked=compile(parsed, request.actor, language=language()),
        tab=tab if tab in TABS else "tickets",
        after=values.get("after", ""),
        view=next((place for place in sidebar_of(request).saved if place.slug == slug), None),
    )


@staff_only
def search(request: HttpRequest) -> HttpResponse:
    """What is found, in one of the tabs; a request for more rows is answered with the rows only."""
    this = asking(request, request.GET)
    if request.htmx and not request.htmx.boosted:
        return render(request, "tickets/search/results.html", results(request, this))
    return render(request, "tickets/search/page.html", page(request, this))


@staff_only
def search_counts(request: HttpRequest) -> HttpResponse:
    """The tabs with the number of results in each, fetched when the page is there."""
    this = asking(request, request.GET)
    words, reader = this.asked.query, request.actor
    tallies = {tab: people.counted(reader, words, kind, language()) for tab, kind in _KINDS.items()}
    if not this.asked.is_empty:
        tallies["tickets"] = tickets_counted(reader, this.asked)
    return render(request, "tickets/search/tabs.html", {**_tabs(this), "tallies": tallies})


@staff_only
def search_completions(request: HttpRequest) -> HttpResponse:
    """Fields and their values that may be meant where the cursor stands."""
    text, at = request.GET.get("q", ""), request.GET.get("at", "")
    cursor = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else len(text)
    offered = suggestions(text, min(cursor, len(text)), request.actor)
    return render(
        request, "tickets/search/completions.html", {"offered": offered, "search_path": search_path}
    )


def page(request: HttpRequest, this: Asking) -> dict[str, Any]:
    """Everything that the page shows."""
    sidebar = sidebar_of(request)
    return {
        **_tabs(this),
        **results(request, this),
        "chips": chips(this.parsed, this.text),
        "filters": filter_bar(this.parsed, sidebar),
        "switches": switches(this.parsed),
        "view": this.view,
        "view_id": this.view.slug.removeprefix("view-") if this.view else "",
    }


def results(request: HttpRequest, this: Asking) -> dict[str, Any]:
    """The results in the tab that is open."""
    shown = {"text": this.text, "tab": this.tab, "problems": _problems(this), "is_blank": this.asked.is_empty}
    if this.tab == "tickets":
        return {**shown, **_tickets(request, this)}
    return {**shown, **_lines(request, this)}


def _tickets(request: HttpRequest, this: Asking) -> dict[str, Any]:
    if this.asked.is_empty:
        return {"rows": [], "more": ""}
    found = tickets_found(request.actor, this.asked, after=this.after)
    desk_path, own_path = ticket_paths(), own_ticket_paths()
    for row in found.rows:
        row["path"] = (desk_path if row["is_on_desk"] else own_path)(row["number"])
    shown = {
        "rows": found.rows,
        "more": _more(this, found.following),
        "group_names": sidebar_of(request).desk.names,
        "sidebar": sidebar_of(request),
        **row_marks(),
    }
    return shown if found.rows or this.after else {**shown, **_instead(request, this)}


def _instead(request: HttpRequest, this: Asking) -> dict[str, Any]:
    """What to offer somebody whose search found nothing."""
    better = better_words(request.actor, this.asked)
    words = only_words(this.parsed)
    return {
        "better": better,
        "better_path": search_path(f"{better} {without_words(this.parsed)}".strip()) if better else "",
        "clear_path": search_path(words) if words and words != this.text else search_path(""),
        "keeps_words": bool(words) and words != this.text,
    }


def _lines(request: HttpRequest, this: Asking) -> dict[str, Any]:
    reader, query = request.actor, this.asked.query
    match this.tab:
        case "people":
            found = people.people_found(reader, query, after=this.after)
        case "organisations":
            found = people.organizations_found(reader, query, after=this.after)
        case _:
            found = people.articles_found(reader, query, language())
    links = line_links(reader, this.tab)
    return {
        "lines": [(line, links(line)) for line in found.rows],
        "more": _more(this, found.following),
        "has_words": bool(query.words or query.phrases),
    }


def _problems(this: Asking) -> list[tuple[str, str]]:
    """The part of the query that is not understood, and why."""
    return [(this.text[one.start : one.end], one.message) for one in this.asked.problems]


def _more(this: Asking, following: str) -> str:
    view = this.view.slug.removeprefix("view-") if this.view else ""
    return search_path(this.text, this.tab, after=following, view=view) if following else ""


def _tabs(this: Asking) -> dict[str, Any]:
    links = [(slug, title, search_path(this.text, slug), slug == this.tab) for slug, title in TABS.items()]
    return {"text": this.text, "tab": this.tab, "tabs": links, **marks()}

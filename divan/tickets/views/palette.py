"""The palette and the search box of the desk: what is found while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.accounts.slots import sections_for
from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.tickets.marks import marks
from divan.tickets.paths import ticket_paths
from divan.tickets.queries.palette import Found, Most, look
from divan.tickets.queries.search_people import Line
from divan.tickets.sidebar import Place, sidebar_of
from divan.tickets.views.search_filters import search_path
from divan.tickets.views.search_links import line_links, own_ticket_paths
from divan.ui.formats import language

MOST_PLACES = 6
_IN_PALETTE = Most(tickets=6, people=4, articles=4, organizations=3)
_IN_BOX = Most(tickets=5, people=3, articles=3)


@staff_only
def palette(request: HttpRequest) -> HttpResponse:
    """Groups and saved views, tickets, people, organisations and articles, as options of the palette."""
    text = request.GET.get("q", "").strip()
    places, sections = _places(request, text), _sections(request.actor, text)
    found = look(request.actor, text, language(), _IN_PALETTE)
    shown = {
        **_options(request, text, found),
        "places": places,
        "sections": sections,
        "said": len(found) + len(places) + len(sections),
    }
    return render(request, "tickets/search/palette.html", shown)


@staff_only
def search_box(request: HttpRequest) -> HttpResponse:
    """A few tickets, people and articles under the search box, and the way to all results."""
    text = request.GET.get("q", "").strip()
    found = look(request.actor, text, language(), _IN_BOX)
    return render(
        request, "tickets/search/box_options.html", {**_options(request, text, found), "said": len(found)}
    )


def _places(request: HttpRequest, text: str) -> list[Place]:
    """Groups and saved views with a word that begins like that."""
    wanted, sidebar = fold(text), sidebar_of(request)
    if not wanted:
        return []
    return _beginning([*sidebar.saved, *sidebar.groups], wanted)


def _sections(actor: Actor, text: str) -> list[Place]:
    """Sections of the settings that the actor may open, with a word that begins like that."""
    wanted = fold(text)
    if not wanted:
        return []
    known = [Place(one.url_name, str(one.label), reverse(one.url_name), 0) for one in sections_for(actor)]
    return _beginning(known, wanted)


def _beginning(places: list[Place], wanted: str) -> list[Place]:
    return [place for place in places if f" {wanted}" in f" {fold(place.title)}"][:MOST_PLACES]


def _options(request: HttpRequest, text: str, found: Found) -> dict[str, Any]:
    desk_path, own_path = ticket_paths(), own_ticket_paths()
    tickets = [(row, (desk_path if row["is_on_desk"] else own_path)(row["number"])) for row in found.tickets]
    return {
        "text": text,
        "tickets": tickets,
        "people": _linked(request, "people", found.people),
        "organizations": _linked(request, "organisations", found.organizations),
        "articles": _linked(request, "articles", found.articles),
        "all_path": search_path(text),
        **marks(),
    }


def _linked(request: HttpRequest, tab: str, lines: Sequence[Line]) -> list[tuple[Line, str]]:
    links = line_links(request.actor, tab)
    return [(line, links(line).page) for line in lines]

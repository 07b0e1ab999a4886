"""The palette: groups, tickets and people by their first letters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.core.l10n.folding import fold
from divan.tickets.marks import marks
from divan.tickets.queries.palette import find
from divan.tickets.sidebar import sidebar_of

MOST_PLACES = 6


@staff_only
def palette(request: HttpRequest) -> HttpResponse:
    """What begins with `q`, as options of the palette."""
    text = request.GET.get("q", "")
    wanted = fold(text)
    places = [
        place for place in sidebar_of(request).groups if wanted and fold(place.title).startswith(wanted)
    ]
    shown = {"found": find(request.actor, text), "places": places[:MOST_PLACES]}
    return render(request, "tickets/desk/palette.html", {**shown, **marks()})

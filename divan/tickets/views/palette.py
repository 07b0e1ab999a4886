"""The palette: tickets and people by their first letters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.tickets.marks import marks
from divan.tickets.queries.palette import find


@staff_only
def palette(request: HttpRequest) -> HttpResponse:
    """What begins with `q`, as options of the palette."""
    found = find(request.actor, request.GET.get("q", ""))
    return render(request, "tickets/desk/palette.html", {"found": found, **marks()})

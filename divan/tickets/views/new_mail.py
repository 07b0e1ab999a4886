"""Writing to somebody first, and the list of what one has written and not sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.core.errors import Refused
from divan.tickets import access, actions
from divan.tickets.actions import SomethingNew, WrittenElsewhere
from divan.tickets.forms.composition import number
from divan.tickets.forms.desk import Composed
from divan.tickets.forms.later import later_times
from divan.tickets.models import Composition
from divan.tickets.queries.compositions import files_by_composition, unsent_of
from divan.tickets.queries.counts import groups_writable
from divan.tickets.views.composer_answers import as_typed, on_its_way
from divan.tickets.views.compositions import read, send_saved


@staff_only
def compose_mail(request: HttpRequest) -> HttpResponse:
    """The composer of a new mail, empty or with a draft of one's own; sending it opens a ticket."""
    if request.method != "POST":
        return _page(request, _draft(request))
    row: Composition | None = None
    try:
        row = actions.save_draft(read(request, None), actor=request.actor)
        sent = send_saved(request, row)
    except Refused as refusal:
        status = 409 if isinstance(refusal, SomethingNew | WrittenElsewhere) else 422
        return _page(request, as_typed(request, None, refusal, row), status=status)
    return on_its_way(request, None, sent)


@staff_only
def compositions(request: HttpRequest) -> HttpResponse:
    """What the reader has written and not sent: drafts, what waits for its time, what could not be sent."""
    return render(request, "tickets/desk/compositions.html", {"unsent": unsent_of(request.actor)})


def _draft(request: HttpRequest) -> Composed:
    wanted = number(request.GET.get("id"))
    if wanted is None:
        return Composed.empty()
    row = access.composition_for(request.actor, wanted)
    return Composed.of(row, files_by_composition([row]).get(row.pk, ()))


def _page(request: HttpRequest, composed: Composed, *, status: int = 200) -> HttpResponse:
    shown = {"composed": composed, "groups": groups_writable(request.actor), "later": later_times()}
    return render(request, "tickets/desk/compose.html", shown, status=status)

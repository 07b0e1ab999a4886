"""Settings: the priority matrix, and what belongs to each type of ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.core.errors import NotAllowed
from divan.tickets import actions, types
from divan.tickets.actions.classifying import PERMISSION
from divan.tickets.forms.sorting import MatrixForm, TypeForm
from divan.tickets.models import Type, Urgency

MATRIX, TYPES = "settings_matrix", "settings_types"


@needs(PERMISSION)
def priority_matrix(request: HttpRequest) -> HttpResponse:
    """All cells of the matrix in one table."""
    form = MatrixForm(request.POST or None)
    if form.is_valid():
        actions.set_matrix(form.cells(), actor=request.actor)
        messages.success(request, _("Saved. Tickets keep the priority that they have."))
        return redirect(MATRIX)
    shown = {"section": MATRIX, "form": form, "urgencies": Urgency.labels}
    return render(request, "tickets/settings/matrix.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
def ticket_types(request: HttpRequest) -> HttpResponse:
    """All types, with what belongs to each."""
    rows = [(kind, types.defaults_of(kind)) for kind in Type]
    return render(request, "tickets/settings/types.html", {"section": TYPES, "rows": rows})


@needs(PERMISSION)
def ticket_type(request: HttpRequest, ticket_type: str) -> HttpResponse:
    """What belongs to one type."""
    if ticket_type not in Type.values:
        raise NotAllowed(f"type {ticket_type}")
    form = TypeForm(request.POST or None, defaults=types.defaults_of(ticket_type))
    if form.is_valid():
        entered = form.cleaned_data
        with refusals_in(form):
            actions.set_type_defaults(
                ticket_type,
                impact=entered["impact"],
                category_id=entered["category"],
                needs_category=entered["needs_category"],
                close_after_days=entered["close_after_days"],
                actor=request.actor,
            )
            messages.success(request, _("Saved."))
            return redirect(TYPES)
    shown = {"section": TYPES, "form": form, "type": Type(ticket_type)}
    return render(request, "tickets/settings/type.html", shown, status=422 if form.errors else 200)

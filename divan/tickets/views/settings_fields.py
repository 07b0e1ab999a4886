"""Settings: the fields of tickets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.tickets.actions import custom_fields as verbs
from divan.tickets.actions.forms import PERMISSION
from divan.tickets.forms.settings_fields import FieldForm
from divan.tickets.queries import custom_fields as queries

SECTION = "settings_fields"
_may = needs(PERMISSION)


@_may
def fields(request: HttpRequest) -> HttpResponse:
    """All fields, in the order of the desk."""
    return _page(request, "fields", fields=queries.all_fields(request.actor))


@_may
def add_field(request: HttpRequest) -> HttpResponse:
    """A new field of tickets."""
    form = FieldForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.create_field(form.details(), actor=request.actor)
            messages.success(request, _("Field added."))
            return redirect(SECTION)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, "field", form=form, row=None)


@_may
def field(request: HttpRequest, custom_field_id: int) -> HttpResponse:
    """Words, limits and places of a field."""
    row = queries.field_for(request.actor, custom_field_id)
    form = FieldForm(request.POST or None, field=row)
    if form.is_valid():
        try:
            verbs.change_field(row.pk, form.details(), actor=request.actor)
            messages.success(request, _("Field saved."))
            return redirect(SECTION)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, "field", form=form, row=row)


@_may
def use_field(request: HttpRequest, custom_field_id: int) -> HttpResponse:
    """Offer a field, or no longer."""
    in_use = request.POST.get("in_use") == "1"
    changed = verbs.set_field_in_use(custom_field_id, in_use, actor=request.actor)
    said = _("%(name)s is offered again.") if in_use else _("%(name)s is no longer offered.")
    messages.success(request, said % {"name": changed})
    return redirect(SECTION)


@_may
def move_field(request: HttpRequest, custom_field_id: int) -> HttpResponse:
    """Show a field one place earlier."""
    verbs.move_field_up(custom_field_id, actor=request.actor)
    return redirect(SECTION)


def _page(request: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    refused = bool(getattr(shown.get("form"), "errors", None))
    context = {"section": SECTION, **shown}
    return render(request, f"tickets/settings_fields/{name}.html", context, status=422 if refused else 200)

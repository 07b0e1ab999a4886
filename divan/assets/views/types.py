"""Settings: the types of products."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.assets import actions, queries
from divan.assets.actions.types import PERMISSION
from divan.assets.forms.types import TypeForm
from divan.core.errors import NotAllowed

SECTION = "settings_asset_types"


@needs(PERMISSION)
def asset_types(request: HttpRequest) -> HttpResponse:
    """All types in their order."""
    return render(request, "assets/types.html", {"section": SECTION, "types": queries.types()})


@needs(PERMISSION)
def add_asset_type(request: HttpRequest) -> HttpResponse:
    """A new type."""
    form = TypeForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            actions.add_type(form.names(), icon=form.cleaned_data["icon"], actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect(SECTION)
    shown = {"section": SECTION, "form": form, "type": None}
    return render(request, "assets/type.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
def asset_type(request: HttpRequest, type_id: int) -> HttpResponse:
    """Names and icon of a type."""
    found = next((one for one in queries.types() if one.pk == type_id), None)
    if found is None:
        raise NotAllowed(f"asset type {type_id}")
    form = TypeForm(request.POST or None, names=found.names, initial={"icon": found.icon})
    if form.is_valid():
        with refusals_in(form):
            actions.change_type(type_id, form.names(), icon=form.cleaned_data["icon"], actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect(SECTION)
    shown = {"section": SECTION, "form": form, "type": found}
    return render(request, "assets/type.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
def use_asset_type(request: HttpRequest, type_id: int) -> HttpResponse:
    """Offer a type, or take it out of use."""
    in_use = request.POST.get("in_use") == "1"
    changed = actions.set_type_in_use(type_id, in_use, actor=request.actor)
    said = _("%(name)s is offered again.") if in_use else _("%(name)s is no longer offered.")
    messages.success(request, said % {"name": changed})
    return redirect(SECTION)

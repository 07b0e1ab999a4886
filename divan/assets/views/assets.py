"""Products: the list, one of them, and what is done to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs, staff_only
from divan.accounts.forms.refusals import refusals_in
from divan.assets import access, actions, queries
from divan.assets.forms.asset import AssetForm, initial_of


@staff_only
def assets(request: HttpRequest) -> HttpResponse:
    """The list by name, searched by a word of name, model or serial number."""
    text, chosen = request.GET.get("q", "")[:200], request.GET.get("type", "")
    type_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    page = queries.assets(request.actor, text=text, type_id=type_id, after=request.GET.get("after", ""))
    shown = {"page": page, "text": text, "types": queries.types(), "chosen": type_id}
    return render(request, "assets/assets.html", shown)


@staff_only
def asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    """One product with its tickets."""
    found = access.asset_for(request.actor, asset_id)
    return render(request, "assets/asset.html", {"asset": found})


@needs(access.MANAGE)
def add_asset(request: HttpRequest) -> HttpResponse:
    """A new product; the address may say whose."""
    initial = {name: request.GET.get(name, "")[:254] for name in ("person", "organization")}
    form = AssetForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            created = actions.add_asset(form.facts(), actor=request.actor)
            messages.success(request, _("Product added."))
            return redirect("asset", asset_id=created.pk)
    shown = {"form": form, "asset": None}
    return render(request, "assets/write.html", shown, status=422 if form.errors else 200)


@needs(access.MANAGE)
def change_asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Other facts."""
    found = access.asset_for(request.actor, asset_id)
    form = AssetForm(request.POST or None, actor=request.actor, asset=found, initial=initial_of(found))
    if form.is_valid():
        with refusals_in(form):
            actions.change_asset(found, form.facts(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("asset", asset_id=found.pk)
    shown = {"form": form, "asset": found}
    return render(request, "assets/write.html", shown, status=422 if form.errors else 200)


@needs(access.MANAGE)
def use_asset(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Retire a product, or take it back into use."""
    found = access.asset_for(request.actor, asset_id)
    in_use = request.POST.get("in_use") == "1"
    actions.set_asset_in_use(found, in_use, actor=request.actor)
    messages.success(request, _("Back in use.") if in_use else _("Retired. Its tickets stay."))
    return redirect("asset", asset_id=found.pk)

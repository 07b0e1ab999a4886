"""General settings, look, and the administration log."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from divan.accounts import actions, brand, queries
from divan.accounts.decorators import needs, staff_only
from divan.accounts.forms.refusals import refusals_in
from divan.accounts.forms.settings import BrandForm, GeneralForm
from divan.accounts.models import Installation
from divan.accounts.slots import sections_for


@require_GET
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """All sections that the person may open; their own profile if there is none."""
    if not sections_for(request.actor):
        return redirect("profile")
    return render(request, "accounts/settings/index.html", {"section": "settings"})


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def general(request: HttpRequest) -> HttpResponse:
    """Name, languages, time zone, ticket numbers, closing, hotline."""
    here = Installation.objects.get()
    form = GeneralForm.for_installation(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(here, form.settings(), actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("settings_general")
    page = {"form": form, "section": "settings_general"}
    return render(request, "accounts/settings/general.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def look(request: HttpRequest) -> HttpResponse:
    """Colour and logo."""
    here = Installation.objects.get()
    initial = {"hue": brand.hue_name(here.brand_hue)}
    form = BrandForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        hue = brand.hue_named(form.cleaned_data["hue"])
        with refusals_in(form):
            actions.change_brand(
                here, hue=hue.hue, chroma=hue.chroma, logo=form.chosen_logo(), actor=request.actor
            )
            messages.success(request, _("Saved."))
            return redirect("settings_brand")
    page = {"form": form, "section": "settings_brand"}
    return render(request, "accounts/settings/brand.html", page, status=422 if form.errors else 200)


@require_GET
@needs("settings.manage")
def log(request: HttpRequest) -> HttpResponse:
    """Who changed what in the administration."""
    page = queries.log(request.actor, after=request.GET.get("after", ""))
    return render(request, "accounts/settings/log.html", {"page": page, "section": "settings_log"})

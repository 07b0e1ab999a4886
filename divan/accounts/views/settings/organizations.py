"""Organisations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, queries
from divan.accounts.decorators import needs
from divan.accounts.forms.organizations import OrganizationForm
from divan.accounts.forms.refusals import refusals_in

SECTION = "settings_organizations"


@require_GET
@needs("people.manage")
def organizations(request: HttpRequest) -> HttpResponse:
    """The list, by name."""
    text = request.GET.get("q", "")[:200]
    page = queries.organizations(request.actor, text=text, after=request.GET.get("after", ""))
    shown = {"page": page, "text": text, "section": SECTION}
    return render(request, "accounts/settings/organizations.html", shown)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def create_organization(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.create_organization(**form.cleaned_data, actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_organizations")
    page = {"form": form, "organization": None, "section": SECTION}
    return render(request, "accounts/settings/organization.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Change an organisation."""
    found = queries.organization(request.actor, organization_id)
    initial = {
        "name": found.name,
        "domains": "\n".join(each.domain for each in found.domains.all()),
        "shares_tickets": found.shares_tickets,
        "note": found.note,
    }
    form = OrganizationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change_organization(found, **form.cleaned_data, actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_organizations")
    page = {"form": form, "organization": found, "section": SECTION}
    return render(request, "accounts/settings/organization.html", page, status=422 if form.errors else 200)


@require_POST
@needs("people.manage")
def delete_organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Remove an organisation; its members stay."""
    found = queries.organization(request.actor, organization_id)
    actions.delete_organization(found, actor=request.actor)
    messages.success(request, _("Removed."))
    return redirect("settings_organizations")

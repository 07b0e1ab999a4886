"""Settings: the category tree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.tickets import actions
from divan.tickets.forms.categories import CategoryForm
from divan.tickets.queries.categories import category_for, tree

PERMISSION = "settings.manage"
SECTION = "settings_categories"


@needs(PERMISSION)
def categories(request: HttpRequest) -> HttpResponse:
    """The whole tree."""
    return render(request, "tickets/settings/categories.html", {"section": SECTION, "tree": tree()})


@needs(PERMISSION)
def add_category(request: HttpRequest) -> HttpResponse:
    """A new category."""
    form = CategoryForm(request.POST or None, initial={"parent": request.GET.get("under", "")})
    if form.is_valid():
        try:
            actions.add_category(form.names(), form.cleaned_data["parent"], actor=request.actor)
            messages.success(request, _("Category added."))
            return redirect(SECTION)
        except Refused as refusal:
            form.refuse(refusal)
    shown = {"section": SECTION, "form": form, "category": None}
    return render(request, "tickets/settings/category.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Names and place of a category."""
    found = category_for(request.actor, category_id)
    initial = {
        "parent": found.parent_id or "",
        **{f"name_{code}": name for code, name in found.names.items()},
    }
    form = CategoryForm(request.POST or None, initial=initial, category_id=found.pk)
    if form.is_valid():
        try:
            actions.change_category(found.pk, form.names(), form.cleaned_data["parent"], actor=request.actor)
            messages.success(request, _("Category saved."))
            return redirect(SECTION)
        except Refused as refusal:
            form.refuse(refusal)
    shown = {"section": SECTION, "form": form, "category": found}
    return render(request, "tickets/settings/category.html", shown, status=422 if form.errors else 200)


@needs(PERMISSION)
def use_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Offer a category, or take it out of use."""
    in_use = request.POST.get("in_use") == "1"
    changed = actions.set_category_in_use(category_id, in_use, actor=request.actor)
    said = _("%(name)s is offered again.") if in_use else _("%(name)s is no longer offered.")
    messages.success(request, said % {"name": changed})
    return redirect(SECTION)

"""Settings: checklists and scripts. Both are lists of guides whose pages differ in their lines alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.core.rows import one_of
from divan.guides import actions
from divan.guides.access import MANAGE
from divan.guides.forms.writing import GuideForm
from divan.guides.models import Checklist, Guide, Script
from divan.guides.queries import steps_of

View = Callable[..., HttpResponseBase]


def _guides(model: type[Guide], section: str) -> tuple[View, View, View]:
    """The three pages of one kind of guides: all of them, one of them, and taking one out of use."""
    one, template = section.removesuffix("s"), f"guides/settings/{section.removeprefix('settings_')}.html"

    @needs(MANAGE)
    def guides(request: HttpRequest) -> HttpResponse:
        rows = model._default_manager.select_related("category")
        return render(request, "guides/settings/guides.html", {"section": section, "rows": rows, "one": one})

    @needs(MANAGE)
    def guide(request: HttpRequest, guide_id: int = 0) -> HttpResponse:
        found = found_guide(model, guide_id) if guide_id else None
        initial = {"category": found.category_id} if found else {}
        form = GuideForm(request.POST or None, names=found.names if found else None, initial=initial)
        if form.is_valid():
            with refusals_in(form):
                category = form.cleaned_data["category"]
                saved = actions.save_guide(
                    model, guide_id or None, form.names(), category_id=category, actor=request.actor
                )
                messages.success(request, _("Saved."))
                return redirect(one, guide_id=saved.pk)
        shown = {"section": section, "form": form, "guide": found, "lines": _lines(found), "one": one}
        return render(request, template, shown, status=422 if form.errors else 200)

    @needs(MANAGE)
    def use_guide(request: HttpRequest, guide_id: int) -> HttpResponse:
        in_use = request.POST.get("in_use") == "1"
        changed = actions.set_guide_in_use(model, guide_id, in_use, actor=request.actor)
        said = _("%(name)s is offered again.") if in_use else _("%(name)s is no longer offered.")
        messages.success(request, said % {"name": changed})
        return redirect(section)

    return guides, guide, use_guide


def found_guide(model: type[Guide], guide_id: int) -> Any:
    """The guide with that id; raises NotAllowed if there is none."""
    return one_of(model._default_manager.filter(pk=guide_id), f"{model.__name__} {guide_id}")


def _lines(found: Any) -> list[Any]:
    if isinstance(found, Script):
        return steps_of(found)
    return list(found.items.all()) if found else []


checklists, checklist, use_checklist = _guides(Checklist, "settings_checklists")
scripts, script, use_script = _guides(Script, "settings_scripts")

"""Business hours: when the help desk works."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, queries
from divan.accounts.decorators import needs
from divan.accounts.forms.calendars import CalendarForm
from divan.accounts.forms.refusals import refusals_in, refusals_told
from divan.accounts.hours_presets import PRESETS, usual_in
from divan.accounts.installation import installation

SECTION = "settings_calendars"


@require_GET
@needs("settings.manage")
def calendars(request: HttpRequest) -> HttpResponse:
    """All business hours."""
    page = {"calendars": queries.calendars(request.actor), "section": SECTION}
    return render(request, "accounts/settings/calendars.html", page)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def add_calendar(request: HttpRequest) -> HttpResponse:
    """New business hours; `?week=` begins with one of the usual weeks."""
    form = CalendarForm(request.POST or None, initial=_beginning(request.GET.get("week", "")))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            added = actions.add_calendar(form.settings(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_calendar", calendar_id=added.pk)
    page = {"form": form, "section": SECTION, "presets": PRESETS}
    return render(request, "accounts/settings/calendar.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def calendar(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Hours, holidays and groups of one calendar."""
    found = queries.calendar(request.actor, calendar_id)
    form = CalendarForm.for_calendar(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change_calendar(found, form.settings(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_calendar", calendar_id=found.pk)
    page = {"form": form, "section": SECTION, "calendar": found}
    return render(request, "accounts/settings/calendar.html", page, status=422 if form.errors else 200)


@require_POST
@needs("settings.manage")
def make_calendar_default(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """These hours are the usual ones."""
    actions.make_calendar_default(queries.calendar(request.actor, calendar_id), actor=request.actor)
    messages.success(request, _("Saved."))
    return redirect("settings_calendars")


@require_POST
@needs("settings.manage")
def delete_calendar(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Remove business hours; groups that had them keep the usual ones."""
    with refusals_told(request):
        actions.delete_calendar(queries.calendar(request.actor, calendar_id), actor=request.actor)
        messages.success(request, _("The business hours are removed."))
    return redirect("settings_calendars")


def _beginning(week: str) -> dict[str, object]:
    """What stands in the form of new hours: the week that was chosen, or the usual one of this place."""
    here = installation()
    zone = here.time_zone if here else "UTC"
    usual, country = usual_in(zone)
    preset = PRESETS.get(week, usual)
    return {"hours": preset.hours, "time_zone": zone, "country": country, "closed": (), "worked": ()}

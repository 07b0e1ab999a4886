"""Settings: what an hour costs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.timekeeping import actions, queries
from divan.timekeeping.access import RATES
from divan.timekeeping.forms.rates import RatesForm

SECTION = "settings_rates"


@needs(RATES)
def hourly_rates(request: HttpRequest) -> HttpResponse:
    """An amount for each role, and the currency."""
    form = RatesForm(request.POST or None, rates=queries.rates(request.actor), currency=queries.currency())
    if form.is_valid():
        with refusals_in(form):
            actions.set_rates(form.amounts(), form.cleaned_data["currency"], actor=request.actor)
            messages.success(request, _("Saved. Time that is logged already keeps its rate."))
            return redirect(SECTION)
    shown = {"section": SECTION, "form": form}
    return render(request, "timekeeping/rates.html", shown, status=422 if form.errors else 200)

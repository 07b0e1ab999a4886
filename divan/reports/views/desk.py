"""Reports of the desk: chats, what solved tickets took, and the workload of this moment. Each as page and as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from divan.accounts.decorators import needs
from divan.chat.models import Outcome, Presence
from divan.core.actors import Actor
from divan.reports import figures, links
from divan.reports.access import SEE
from divan.reports.exports import Row, as_csv, rows_of_chats, rows_of_costs, rows_of_workload
from divan.reports.forms import LENGTHS, PERIOD, ChatsForm, PeriodForm
from divan.reports.queries.chats import ChatReport, chat_report
from divan.reports.queries.costs import CostReport, cost_report
from divan.reports.queries.workload import workload

_FIGURES = {
    "share": figures.share,
    "clock": figures.clock_time,
    "rounded": figures.rounded,
    "money": figures.money,
}


@require_safe
@needs(SEE)
def report_chats(request: HttpRequest) -> HttpResponse:
    """Past chats of a period."""
    form = ChatsForm(request.GET)
    shown = {**_asking(request, form), "outcomes": Outcome, "outcome_names": _outcomes()}
    if form.is_valid():
        report = _chats(request.actor, form)
        behind = links.chats_behind(request.actor, report.asked)
        shown |= {"report": report, "period": report.asked.period, "behind": behind}
    return render(request, "reports/desk/chats.html", shown, status=422 if form.errors else 200)


@require_safe
@needs(SEE)
def report_chats_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; what cannot be read is said on the page."""
    form = ChatsForm(request.GET)
    if not form.is_valid():
        return redirect(reverse("report_chats", query=request.GET))
    return _file("chats", rows_of_chats(_chats(request.actor, form)))


@require_safe
@needs(SEE)
def report_costs(request: HttpRequest) -> HttpResponse:
    """Tickets that were solved in a period, and what they took."""
    form = PeriodForm(request.GET)
    shown = _asking(request, form)
    if form.is_valid():
        report = _costs(request.actor, form)
        shown |= {"report": report, "period": report.period, "behind": links.solved_behind(report.period)}
    return render(request, "reports/desk/costs.html", shown, status=422 if form.errors else 200)


@require_safe
@needs(SEE)
def report_costs_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; what cannot be read is said on the page."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return redirect(reverse("report_costs", query=request.GET))
    return _file("costs", rows_of_costs(_costs(request.actor, form)))


@require_safe
@needs(SEE)
def report_workload(request: HttpRequest) -> HttpResponse:
    """Who has how much to do now."""
    shown = {
        "load": workload(request.actor),
        "behind": links.tickets_behind,
        "presences": dict(Presence.choices),
    }
    return render(request, "reports/desk/workload.html", {**_FIGURES, **shown})


@require_safe
@needs(SEE)
def report_workload_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    return _file("workload", rows_of_workload(workload(request.actor)))


def _chats(actor: Actor, form: ChatsForm) -> ChatReport:
    return chat_report(actor, form.asked())


def _costs(actor: Actor, form: PeriodForm) -> CostReport:
    return cost_report(actor, form.period())


def _outcomes() -> tuple[str, ...]:
    """What may come of a sales chat, in the order of `OUTCOMES`."""
    return (*map(str, Outcome.labels), pgettext("outcome of a chat", "None"))


def _asking(request: HttpRequest, form: PeriodForm) -> dict[str, Any]:
    """The form, the lengths to choose from, and where the same is to be had as a table."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    kept = {name: value for name, value in request.GET.items() if value and name in form.fields}
    narrowed = {name: value for name, value in kept.items() if name not in PERIOD}
    lengths = [(days, reverse(here, query={**narrowed, "days": days})) for days in LENGTHS]
    return {**_FIGURES, "form": form, "lengths": lengths, "file": reverse(f"{here}_csv", query=kept)}


def _file(name: str, rows: list[Row]) -> HttpResponse:
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

"""One verb for many tickets: the question, the job, its card, stopping it and taking it back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed, Refused
from divan.core.ids import id_in
from divan.tickets.bulk import choosing, starting
from divan.tickets.bulk.effects import Effect, effects_for
from divan.tickets.bulk.forms import BulkForm
from divan.tickets.bulk.progress import progress_of, to_explain
from divan.tickets.bulk.working import work_on
from divan.tickets.models import BulkJob
from divan.ui.formats import language


@staff_only
def change_tickets(request: HttpRequest) -> HttpResponse:
    """Ask what the effect needs, then do it: few tickets at once, many by the worker."""
    effect = effects_for(request.actor).get(request.POST.get("effect", ""))
    if effect is None:
        return _said(request, _("Choose what to do."), status=422)
    try:
        tickets = _tickets(request)
        if not tickets:
            raise Refused(_("Choose at least one ticket."))
    except Refused as refusal:
        return _said(request, refusal.message, status=422)
    is_answer = "answered" in request.POST
    form = effect.form(request.POST if is_answer else None, actor=request.actor)
    asks = form.fields or "all" in request.POST
    if (asks and not is_answer) or (form.is_bound and not form.is_valid()):
        return _ask(request, effect, form, len(tickets))
    values = form.values() if form.is_bound else {}
    job = starting.start(request.POST["effect"], tickets, values, actor=request.actor)
    return _begun(request, job)


@staff_only
def bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a job is, and which tickets stayed as they were; its card alone when the card asks again."""
    job = starting.job_for(request.actor, job_id)
    progress = progress_of(job)
    if request.htmx:
        return render(request, "tickets/bulk/card.html", {"one": progress, "is_floating": True})
    starting.look_at(job, actor=request.actor)
    explained = to_explain(request.actor, job)
    return render(request, "tickets/bulk/job.html", {"one": progress, "explained": explained})


@staff_only
def stop_bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Do nothing more of it."""
    job = starting.stop(starting.job_for(request.actor, job_id), actor=request.actor)
    return _card(request, job)


@staff_only
def undo_bulk_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Take back what it changed."""
    job = starting.job_for(request.actor, job_id)
    try:
        back = starting.undo(job, actor=request.actor)
    except Refused as refusal:
        return _said(request, refusal.message, status=422)
    return _begun(request, back)


def _tickets(request: HttpRequest) -> list[int]:
    """The tickets that are meant, as far as the actor stands at their desk."""
    if "all" in request.POST:
        try:
            return choosing.all_of(request.actor, request.POST.get("source", ""), language())
        except NotAllowed:
            return []
    typed = request.POST.getlist("ticket")
    return choosing.ticked(request.actor, [id_in(one) for one in typed])


def _ask(request: HttpRequest, effect: Effect, form: BulkForm, count: int) -> HttpResponse:
    template = "tickets/bulk/dialog.html" if request.htmx else "tickets/bulk/page.html"
    shown: dict[str, Any] = {
        "effect": effect,
        "form": form,
        "count": count,
        "kept": _kept(request),
        "back": _back(request),
    }
    return render(request, template, shown, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the question has to bring along with the answer."""
    names = ("effect", "source", "all", "next") if "all" in request.POST else ("effect", "ticket", "next")
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _begun(request: HttpRequest, job: BulkJob) -> HttpResponse:
    """A small job is done before the answer; of a large one the answer is its card."""
    if job.total > starting.AT_ONCE:
        return _card(request, job, began=True)
    while work_on(job.pk):
        pass
    job.refresh_from_db()
    progress = progress_of(job)
    if progress.refused or job.is_at_work:
        return _card(request, job, began=True)
    starting.look_at(job, actor=request.actor)
    undo = reverse("undo_bulk_job", kwargs={"job_id": job.pk}) if progress.may_undo else ""
    return _said(request, progress.said, undo=undo)


def _card(request: HttpRequest, job: BulkJob, *, began: bool = False) -> HttpResponse:
    if not request.htmx:
        return redirect("bulk_job", job_id=job.pk)
    shown = {"one": progress_of(job), "is_floating": True}
    response = render(request, "tickets/bulk/card.html", shown)
    if began:
        response.headers["HX-Trigger"] = json.dumps({"close-dialog": "", "bulk-begun": ""})
        response.headers["HX-Retarget"] = "#bulk-answer"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _said(request: HttpRequest, sentence: str, *, undo: str = "", status: int = 200) -> HttpResponse:
    """A sentence for whoever looks at the list, with the way back if there is one."""
    if not request.htmx:
        (messages.success if status == 200 else messages.error)(request, sentence)
        return HttpResponseRedirect(_back(request))
    events: dict[str, Any] = {"toast": {"text": sentence, **({"undo": undo} if undo else {})}}
    if status == 200:
        events |= {"close-dialog": "", "bulk-begun": ""}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("inbox")

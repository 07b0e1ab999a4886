"""Settings: the lines of checklists and scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.names import NamesForm
from divan.accounts.forms.refusals import refusals_in
from divan.guides import actions
from divan.guides.access import MANAGE
from divan.guides.forms.writing import AnswerForm, ItemForm, StepForm
from divan.guides.models import Answer, Checklist, ChecklistItem, Script, Step
from divan.guides.views.settings import found_guide


@needs(MANAGE)
def checklist_item(request: HttpRequest, guide_id: int, line_id: int = 0) -> HttpResponse:
    """An item of a checklist: a new one, or a known one."""
    checklist = found_guide(Checklist, guide_id)
    item = get_object_or_404(ChecklistItem, pk=line_id, checklist=checklist) if line_id else None
    initial = {"is_required": item.is_required} if item else {}
    form = ItemForm(request.POST or None, names=item.words if item else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            required = form.cleaned_data["is_required"]
            actions.save_item(checklist, item, form.names(), is_required=required, actor=request.actor)
            return _saved(request, "settings_checklist", checklist)
    return _page(request, "settings_checklist", checklist, form, item)


@needs(MANAGE)
def script_step(request: HttpRequest, guide_id: int, line_id: int = 0) -> HttpResponse:
    """A step of a script: a new one, or a known one."""
    script = found_guide(Script, guide_id)
    step = get_object_or_404(Step, pk=line_id, script=script) if line_id else None
    form = StepForm(request.POST or None, names=step.words if step else None)
    if form.is_valid():
        with refusals_in(form):
            actions.save_step(script, step, form.names(), actor=request.actor)
            return _saved(request, "settings_script", script)
    return _page(request, "settings_script", script, form, step)


@needs(MANAGE)
def script_answer(request: HttpRequest, guide_id: int, step_id: int, line_id: int = 0) -> HttpResponse:
    """An answer to a step: a new one, or a known one."""
    script = found_guide(Script, guide_id)
    step = get_object_or_404(Step, pk=step_id, script=script)
    answer = get_object_or_404(Answer, pk=line_id, step=step) if line_id else None
    initial = {"leads_to": answer.leads_to_id} if answer else {}
    form = AnswerForm(
        request.POST or None,
        names=answer.words if answer else None,
        initial=initial,
        steps=list(script.steps.all()),
    )
    if form.is_valid():
        with refusals_in(form):
            leads_to = form.cleaned_data["leads_to"]
            actions.save_answer(step, answer, form.names(), leads_to=leads_to, actor=request.actor)
            return _saved(request, "settings_script", script)
    return _page(request, "settings_script", script, form, answer)


@needs(MANAGE)
def change_checklist_line(request: HttpRequest, guide_id: int, line_id: int) -> HttpResponse:
    """Take an item out of its checklist, or put it before the one above."""
    item = get_object_or_404(ChecklistItem, pk=line_id, checklist_id=guide_id)
    return _changed(request, "settings_checklist", guide_id, item, item.checklist.items.all())


@needs(MANAGE)
def change_script_line(request: HttpRequest, guide_id: int, line_id: int) -> HttpResponse:
    """Take a step out of its script, or put it before the one above."""
    step = get_object_or_404(Step, pk=line_id, script_id=guide_id)
    return _changed(request, "settings_script", guide_id, step, step.script.steps.all())


@needs(MANAGE)
def change_answer(request: HttpRequest, guide_id: int, step_id: int, line_id: int) -> HttpResponse:
    """Take an answer away, or put it before the one above."""
    answer = get_object_or_404(Answer, pk=line_id, step_id=step_id, step__script_id=guide_id)
    return _changed(request, "settings_script", guide_id, answer, answer.step.answers.all())


def _changed(request: HttpRequest, page: str, guide_id: int, line: Any, others: Any) -> HttpResponse:
    if request.POST.get("up"):
        actions.move_up(line, others, actor=request.actor)
    else:
        actions.remove_line(line, actor=request.actor)
        messages.success(request, _("Removed."))
    return redirect(page, guide_id=guide_id)


def _saved(request: HttpRequest, page: str, guide: Any) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(page, guide_id=guide.pk)


def _page(request: HttpRequest, page: str, guide: Any, form: NamesForm, line: Any) -> HttpResponse:
    shown = {"section": f"{page}s", "page": page, "guide": guide, "form": form, "line": line}
    return render(request, "guides/settings/line.html", shown, status=422 if form.errors else 200)

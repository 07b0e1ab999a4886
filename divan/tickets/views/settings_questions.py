"""Settings: the questions of a form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_told
from divan.core.errors import Refused
from divan.tickets.actions import questions as verbs
from divan.tickets.actions.forms import PERMISSION
from divan.tickets.forms.settings_forms import QuestionForm
from divan.tickets.queries import forms as queries
from divan.tickets.views.settings_forms import settings_page

_may = needs(PERMISSION)


@_may
def add_question(request: HttpRequest, form_id: int) -> HttpResponse:
    """A new question of a form."""
    row = queries.form_for(request.actor, form_id)
    asked = QuestionForm(request.POST or None, before=list(row.fields.all()))
    if asked.is_valid():
        try:
            verbs.add_question(row.pk, asked.question(), actor=request.actor)
            messages.success(request, _("Question added."))
            return redirect("settings_form", form_id=row.pk)
        except Refused as refusal:
            asked.refuse(refusal)
    return settings_page(request, "question", form=asked, row=row, question=None)


@_may
def question(request: HttpRequest, form_id: int, question_id: int) -> HttpResponse:
    """Words, kind, limits, choices and condition of one question."""
    found = queries.question_for(request.actor, form_id, question_id)
    asked = QuestionForm(request.POST or None, question=found, before=queries.questions_before(found))
    if asked.is_valid():
        try:
            verbs.change_question(found.pk, asked.question(), actor=request.actor)
            messages.success(request, _("Question saved."))
            return redirect("settings_form", form_id=form_id)
        except Refused as refusal:
            asked.refuse(refusal)
    return settings_page(request, "question", form=asked, row=found.form, question=found)


@_may
def move_question(request: HttpRequest, form_id: int, question_id: int) -> HttpResponse:
    """Ask a question one place earlier or later."""
    found = queries.question_for(request.actor, form_id, question_id)
    with refusals_told(request):
        verbs.move_question(found.pk, up=request.POST.get("way") != "down", actor=request.actor)
    return redirect("settings_form", form_id=form_id)


@_may
def remove_question(request: HttpRequest, form_id: int, question_id: int) -> HttpResponse:
    """Ask a question no longer."""
    found = queries.question_for(request.actor, form_id, question_id)
    with refusals_told(request):
        verbs.remove_question(found.pk, actor=request.actor)
        messages.success(request, _("Question removed. Answers that were given stay with their tickets."))
    return redirect("settings_form", form_id=form_id)

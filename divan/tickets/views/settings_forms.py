"""Settings: the forms of the portal and their questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.tickets.actions import forms as verbs
from divan.tickets.actions import questions
from divan.tickets.forms.settings_forms import DetailsForm, QuestionForm
from divan.tickets.queries import forms as queries

SECTION = "settings_forms"
_may = needs(verbs.PERMISSION)


@_may
def forms(request: HttpRequest) -> HttpResponse:
    """All forms, in the order of the portal."""
    return _page(request, "forms", forms=queries.all_forms(request.actor))


@_may
def add_form(request: HttpRequest) -> HttpResponse:
    """A new form; its questions come after."""
    form = DetailsForm(request.POST or None)
    if form.is_valid():
        try:
            created = verbs.create_form(form.details(), actor=request.actor)
            messages.success(request, _("Form added."))
            return redirect("settings_form", form_id=created.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, "form", form=form, row=None)


@_may
def form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Words, owner and questions of one form."""
    row = queries.form_for(request.actor, form_id)
    asked = DetailsForm(request.POST or None, form=row)
    if asked.is_valid():
        try:
            verbs.change_form(row.pk, asked.details(), actor=request.actor)
            messages.success(request, _("Form saved."))
            return redirect("settings_form", form_id=row.pk)
        except Refused as refusal:
            asked.refuse(refusal)
    return _page(request, "form", form=asked, row=row)


@_may
def use_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Offer a form, or take it out of the portal."""
    in_use = request.POST.get("in_use") == "1"
    verbs.set_form_in_use(form_id, in_use, actor=request.actor)
    messages.success(
        request, _("The form is offered again.") if in_use else _("The form is no longer offered.")
    )
    return redirect(SECTION)


@_may
def move_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Show a form one place earlier."""
    verbs.move_form_up(form_id, actor=request.actor)
    return redirect(SECTION)


@_may
def add_question(request: HttpRequest, form_id: int) -> HttpResponse:
    """A new question of a form."""
    row = queries.form_for(request.actor, form_id)
    asked = QuestionForm(request.POST or None)
    if asked.is_valid():
        try:
            questions.add_question(row.pk, asked.question(), actor=request.actor)
            messages.success(request, _("Question added."))
            return redirect("settings_form", form_id=row.pk)
        except Refused as refusal:
            asked.refuse(refusal)
    return _page(request, "question", form=asked, row=row, question=None)


@_may
def question(request: HttpRequest, form_id: int, question_id: int) -> HttpResponse:
    """Words, kind and choices of one question."""
    found = queries.question_for(request.actor, form_id, question_id)
    asked = QuestionForm(request.POST or None, question=found)
    if asked.is_valid():
        try:
            questions.change_question(found.pk, asked.question(), actor=request.actor)
            messages.success(request, _("Question saved."))
            return redirect("settings_form", form_id=form_id)
        except Refused as refusal:
            asked.refuse(refusal)
    return _page(request, "question", form=asked, row=found.form, question=found)


@_may
def remove_question(request: HttpRequest, form_id: int, question_id: int) -> HttpResponse:
    """Ask a question no longer."""
    found = queries.question_for(request.actor, form_id, question_id)
    questions.remove_question(found.pk, actor=request.actor)
    messages.success(request, _("Question removed. Answers that were given stay with their tickets."))
    return redirect("settings_form", form_id=form_id)


def _page(request: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    refused = bool(getattr(shown.get("form"), "errors", None))
    context = {"section": SECTION, **shown}
    return render(request, f"tickets/settings_forms/{name}.html", context, status=422 if refused else 200)

"""Settings: the forms of the portal: their words, order, copies and translations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.core.actors import ANONYMOUS
from divan.core.errors import Refused
from divan.core.labels import label
from divan.tickets.actions import forms as verbs
from divan.tickets.actions.translating import translate_form
from divan.tickets.forms.settings_forms import DetailsForm
from divan.tickets.forms.submission import SubmissionForm
from divan.tickets.forms.translations import TranslationsForm
from divan.tickets.forms.words import offered_languages
from divan.tickets.queries import forms as queries

SECTION = "settings_forms"
_may = needs(verbs.PERMISSION)


@_may
def forms(request: HttpRequest) -> HttpResponse:
    """All forms, in the order of the portal."""
    return settings_page(request, "forms", forms=queries.all_forms(request.actor))


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
    return settings_page(request, "form", form=form, row=None)


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
    return settings_page(request, "form", form=asked, row=row)


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
def duplicate_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """A copy to go on with."""
    copy = verbs.duplicate_form(form_id, actor=request.actor)
    messages.success(request, _("This is the copy. It is not offered yet."))
    return redirect("settings_form", form_id=copy.pk)


@_may
def translations(request: HttpRequest, form_id: int) -> HttpResponse:
    """All texts of a form in all languages beside each other."""
    row = queries.form_for(request.actor, form_id)
    asked = TranslationsForm(row, request.POST or None)
    if asked.is_valid():
        try:
            translate_form(row.pk, asked.texts(), actor=request.actor)
            messages.success(request, _("Form saved."))
            return redirect("settings_form_translations", form_id=row.pk)
        except Refused as refusal:
            asked.add_error(None, refusal.message)
    return settings_page(request, "translations", form=asked, row=row)


@_may
def preview(request: HttpRequest, form_id: int) -> HttpResponse:
    """The form as a guest reads it, in any language and also while it is not offered; nothing can be sent."""
    row = queries.form_for(request.actor, form_id)
    wanted = request.GET.get("language", "")
    languages = offered_languages()
    language = wanted if wanted in dict(languages) else request.actor.language
    with translation.override(language):
        form = SubmissionForm(row, actor=ANONYMOUS)
        shown = {"row": row, "form": form, "languages": languages, "current": language, "label": label}
        return render(request, "tickets/settings_forms/preview.html", shown)


@_may
def embedding(request: HttpRequest, form_id: int) -> HttpResponse:
    """What to put on another site so that it shows the form."""
    row = queries.form_for(request.actor, form_id)
    return settings_page(
        request, "embedding", row=row, here=settings.PUBLIC_URL, languages=offered_languages()
    )


def settings_page(request: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    """A page of the forms in the settings; what was refused comes back as such."""
    refused = bool(getattr(shown.get("form"), "errors", None))
    context = {"section": SECTION, **shown}
    return render(request, f"tickets/settings_forms/{name}.html", context, status=422 if refused else 200)

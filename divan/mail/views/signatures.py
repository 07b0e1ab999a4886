"""Settings: salutations and signatures, for each group (or one of its addresses) and language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions, signature_pages
from divan.mail.forms import SignatureForm
from divan.mail.letters.signatures import fill
from divan.mail.signature_pages import Place

SECTION = "settings_signatures"


@require_GET
@needs("settings.manage")
def signatures(request: HttpRequest) -> HttpResponse:
    """Which groups and addresses have words of their own, and in which languages."""
    page = {
        "groups": signature_pages.overview(request.actor),
        "languages": settings.LANGUAGES,
        "section": SECTION,
    }
    return render(request, "mail/settings/signatures.html", page)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def signature(request: HttpRequest, group_id: int, language: str) -> HttpResponse:
    """Write one, see how it will look; `?mailbox=` narrows it to one address of the group."""
    place = signature_pages.place(request.actor, group_id, language, request.GET.get("mailbox", ""))
    stored = place.words()
    form = SignatureForm(request.POST or None, initial=stored)
    wants_look = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not wants_look:
        try:
            actions.set_signature(
                place.group, place.mailbox, language, form.data_entered(), actor=request.actor
            )
            messages.success(request, _("Saved."))
            return redirect("settings_signatures")
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {
        "form": form,
        "place": place,
        "is_stored": stored is not None,
        "preview": _preview(request, form, place),
        "section": SECTION,
    }
    return render(request, "mail/settings/signature.html", page, status=422 if form.errors else 200)


@require_POST
@needs("settings.manage")
def remove_signature(request: HttpRequest, group_id: int, language: str) -> HttpResponse:
    """Take one away."""
    place = signature_pages.place(request.actor, group_id, language, request.GET.get("mailbox", ""))
    actions.remove_signature(place.group, place.mailbox, language, actor=request.actor)
    messages.success(request, _("Removed."))
    return redirect("settings_signatures")


def _preview(request: HttpRequest, form: SignatureForm, place: Place) -> dict[str, str]:
    """What is in the form, with the placeholders filled as they might be."""
    names = {"name": _("Name of the reader"), "agent": request.actor.name, "group": str(place.group)}
    return {field: fill(str(form[field].value() or ""), **names) for field in ("salutation", "text")}

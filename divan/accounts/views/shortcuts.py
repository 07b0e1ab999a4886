"""The page on which somebody chooses their own keys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from divan.accounts import actions
from divan.accounts.decorators import person_behind, staff_only
from divan.accounts.forms.shortcuts import KeysForm
from divan.core.errors import Refused


@require_http_methods(["GET", "POST"])
@staff_only
def keyboard(request: HttpRequest) -> HttpResponse:
    """All shortcuts, each with the key of this person; "reset" gives back the usual ones."""
    person = person_behind(request)
    data = request.POST if request.method == "POST" and "reset" not in request.POST else None
    form = KeysForm(data, person.own_keys or {})
    try:
        if "reset" in request.POST:
            actions.change_keys(person, {}, actor=request.actor)
            return _saved(request)
        if form.is_valid():
            actions.change_keys(person, form.choices(), actor=request.actor)
            return _saved(request)
    except Refused as refusal:
        form.refuse(refusal.field or "", refusal.message)
    return render(request, "accounts/keyboard.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("keyboard")

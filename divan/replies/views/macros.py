"""Macros: the list, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_in
from divan.replies import access, actions
from divan.replies.forms.macros import MacroForm, initial_of
from divan.replies.models import Macro
from divan.replies.queries.macros import listed_macros
from divan.replies.variables import known_variables

LIST = "macros"


@staff_only
def macros(request: HttpRequest) -> HttpResponse:
    """All that the reader may apply."""
    return render(request, "replies/macros/list.html", {"macros": listed_macros(request.actor)})


@staff_only
def add_macro(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _written(request, None)


@staff_only
def macro(request: HttpRequest, macro_id: int) -> HttpResponse:
    """What one of them does."""
    return _written(request, access.macro_to_change(request.actor, macro_id))


@staff_only
def delete_macro(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Offer it no longer."""
    gone = actions.delete_macro(macro_id, actor=request.actor)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": gone})
    return redirect(LIST)


@staff_only
def move_macro_up(request: HttpRequest, macro_id: int) -> HttpResponse:
    """Put it before the one above it."""
    actions.move_macro_up(macro_id, actor=request.actor)
    return redirect(LIST)


def _written(request: HttpRequest, found: Macro | None) -> HttpResponse:
    initial = initial_of(found) if found else {"place": "own"}
    form = MacroForm(request.POST or None, initial=initial, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            macro_id = found.pk if found else None
            actions.save_macro(form.macro(), actor=request.actor, macro_id=macro_id)
            messages.success(request, _("Saved."))
            return redirect(LIST)
    shown = {"form": form, "macro": found, "variables": known_variables()}
    return render(request, "replies/macros/write.html", shown, status=422 if form.errors else 200)

"""Deeds: verbs that ask for a few words first, in a dialog over the ticket or on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise

from divan.accounts.decorators import staff_only
from divan.core.actors import Actor
from divan.core.errors import Overtaken, Refused
from divan.tickets import access
from divan.tickets.deeds import Deed, deeds, why_not
from divan.tickets.log import batch
from divan.tickets.models import Ticket
from divan.tickets.queries.ticket_page import desk_ticket, verbs_for
from divan.tickets.views.answers import changed, refused, undo_path


class DeedForm(forms.Form):
    """What a deed asks. `act` names the button that does it; `page` shows the fields and what belongs to them."""

    act: ClassVar[str | Promise]
    page: ClassVar[str] = "tickets/desk/deed/fields.html"
    danger: ClassVar[bool] = False

    def __init__(self, *args: Any, actor: Actor, ticket: Ticket, **kwargs: Any) -> None:
        kwargs["auto_id"] = "deed-%s"
        super().__init__(*args, **kwargs)
        self.actor, self.ticket = actor, ticket
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):  # a closed dialog loses nothing that was written
                field.widget.attrs["data-draft-key"] = f"{type(self).__name__}:{ticket.number}:{name}"

    def shown(self) -> dict[str, Any]:
        """What `page` needs beside the form and the ticket."""
        return {}


View = Callable[[HttpRequest, Ticket, Any], str | HttpResponse]


def deed(name: str, form_class: type[DeedForm]) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A view of the deed with that name: asks with the form, does it, and returns the sentence that says so, or
    an answer of its own.

    The gate is asked before anything is shown, and nothing is asked that the ticket cannot have now. What the verb
    refuses stands in the form, with all that was typed.
    """

    def decorated(view: View) -> Callable[..., HttpResponseBase]:
        @staff_only
        @wraps(view)
        def answered(request: HttpRequest, number: str) -> HttpResponse:
            ticket = desk_ticket(request.actor, number)
            known = deeds[name]
            access.require(request.actor, known.verb, ticket)
            obstacle = why_not(known, ticket)
            if obstacle and request.method != "POST":
                return refused(request, ticket, Refused(obstacle))
            data = request.POST if request.method == "POST" else None
            form = form_class(data, initial=request.GET.dict(), actor=request.actor, ticket=ticket)
            if not form.is_valid():
                return _ask(request, known, form)
            try:
                # Somebody else may have been faster while the question was being read.
                if obstacle:
                    raise Refused(obstacle)
                with batch() as made:
                    said = view(request, ticket, form)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
                return _ask(request, known, form, status=409 if isinstance(refusal, Overtaken) else 422)
            if isinstance(said, HttpResponse):
                return said
            undo = undo_path(ticket, made)
            return changed(request, number, said, was_open=ticket.is_open, undo=undo)

        return answered

    return decorated


def _focus(form: DeedForm) -> None:
    """Who opens the question begins in its first field, unless the form names another one."""
    if not any("autofocus" in field.widget.attrs for field in form.fields.values()):
        for first in form.visible_fields()[:1]:
            first.field.widget.attrs["autofocus"] = True


def _ask(request: HttpRequest, known: Deed, form: DeedForm, *, status: int = 422) -> HttpResponse:
    _focus(form)
    template = "tickets/desk/deed/dialog.html" if request.htmx else "tickets/desk/deed/page.html"
    shown = {"deed": known, "form": form, "ticket": form.ticket, **form.shown()}
    return render(request, template, shown, status=status if form.is_bound else 200)


@staff_only
def ticket_panels(request: HttpRequest, number: str) -> HttpResponse:
    """What hangs on a ticket besides its conversation: panels of all slices, fetched when the page stands."""
    return desk_panel(request, number, "tickets/desk/panels.html")


def desk_panel(request: HttpRequest, number: str, template: str, **shown: Any) -> HttpResponse:
    """A part of the ticket page that is fetched alone."""
    ticket = desk_ticket(request.actor, number)
    return render(request, template, {"ticket": ticket, "may": verbs_for(request.actor, ticket), **shown})

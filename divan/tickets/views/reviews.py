"""Review of what new colleagues write: the queue, approving, giving back, and whose answers are reviewed (K4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_told
from divan.accounts.queries import person as person_for
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.numbers import ascii_digits
from divan.tickets import access, actions
from divan.tickets.forms.composition import body_in, number
from divan.tickets.models import Composition
from divan.tickets.queries.compositions import reviews_for
from divan.tickets.views.answers import changed


@needs(access.REVIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's review."""
    return render(request, "tickets/desk/reviews.html", {"waiting": reviews_for(request.actor)})


@needs(access.REVIEW)
def approve_composition(request: HttpRequest, composition_id: int) -> HttpResponse:
    """Send it as its author wrote it, or with the words of the reviewer if the form has some."""
    row = access.composition_to_review(request.actor, composition_id)
    try:
        words = body_in(request) if "body" in request.POST else None
        seen = number(request.POST.get("seen")) or 0
        row = actions.approve(row, actor=request.actor, words=words, seen=seen)
    except Refused as refusal:
        return _refused(request, refusal)
    except NotAllowed:
        return _refused(request, Refused(_("It could not be sent. Its author may no longer write there.")))
    return _answered(request, row, _("Approved. It is sent in its author's name."))


@needs(access.REVIEW)
def give_back_composition(request: HttpRequest, composition_id: int) -> HttpResponse:
    """Let its author have it as a draft again, with a note."""
    row = access.composition_to_review(request.actor, composition_id)
    try:
        row = actions.give_back(row, actor=request.actor, note=request.POST.get("note", ""))
    except Refused as refusal:
        return _refused(request, refusal)
    return _answered(request, row, _("Given back to its author."))


@needs("people.manage")
def settings_review(request: HttpRequest, person_id: int) -> HttpResponse:
    """Decide how many of a person's answers are reviewed before they go out."""
    somebody = person_for(request.actor, person_id)
    typed = ascii_digits(request.POST.get("wanted", "")).strip()
    with refusals_told(request):
        actions.set_review(somebody, int(typed) if typed.isdecimal() else -1, actor=request.actor)
        messages.success(request, _("Saved."))
    return redirect("settings_person", person_id=somebody.pk)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Why it could not be done; it waits on."""
    if request.htmx:
        return render(request, "tickets/desk/refused.html", {"message": refusal.message}, status=422)
    messages.error(request, refusal.message)
    return redirect("reviews")


def _answered(request: HttpRequest, row: Composition, said: str) -> HttpResponse:
    """The ticket as it is now for a page of a ticket; the queue for the page of the queue."""
    if request.htmx and row.ticket:
        return changed(request, row.ticket.number, said)
    messages.success(request, said)
    return redirect("reviews")

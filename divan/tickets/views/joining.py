"""Merging, splitting, linking and following tickets at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.core.errors import Refused
from divan.tickets import access, actions
from divan.tickets.forms.joining import LinkForm, MergeForm, SplitForm, TargetForm
from divan.tickets.marks import marks
from divan.tickets.models import Ticket
from divan.tickets.queries.duplicates import duplicates_of_draft
from divan.tickets.queries.targets import target_named, targets_for
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.views.answers import away, verb
from divan.tickets.views.deeds import deed


@deed("merge", MergeForm)
def merge_ticket(request: HttpRequest, ticket: Ticket, form: MergeForm) -> HttpResponse:
    """Let the ticket go on as a part of another; the reader goes on there."""
    home = actions.merge(ticket, _other(form), actor=request.actor, openly=form.cleaned_data["openly"])
    messages.success(request, _("Merged into ticket %(number)s.") % {"number": home.number})
    return away(request, reverse("show_ticket", kwargs={"number": home.number}))


@deed("split", SplitForm)
def split_ticket(request: HttpRequest, ticket: Ticket, form: SplitForm) -> HttpResponse:
    """Make a ticket of its own of a message; the reader goes on there."""
    entered = form.cleaned_data
    message = access.messages_for(request.actor, ticket).select_related("author").get(pk=entered["message"])
    new = actions.split(
        ticket,
        message,
        actor=request.actor,
        subject=entered["subject"],
        key=f"split:{entered['key']}",
        for_author=entered["for_author"],
        reveal=entered["reveal"],
    )
    messages.success(request, _("Ticket %(number)s was made of the message.") % {"number": new.number})
    return away(request, reverse("show_ticket", kwargs={"number": new.number}))


@deed("link", LinkForm)
def link_ticket(request: HttpRequest, ticket: Ticket, form: LinkForm) -> str:
    """Say what the ticket has to do with another one."""
    kind, is_back = form.kind
    other = _other(form)
    if other.pk == ticket.pk:
        raise Refused(_("A ticket cannot be linked to itself."), field="words")
    actions.link(ticket, other, actor=request.actor, kind=kind, backwards=is_back)
    return _("Linked to ticket %(number)s.") % {"number": other.number}


@verb
def unlink_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Take a link back."""
    other = target_named(request.actor, request.POST.get("target", "")[:40])
    if other is None:
        raise Refused(_("There is no such ticket that you may see."))
    actions.unlink(ticket, other, actor=request.actor)
    return _("Link removed.")


@verb
def follow_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Follow the ticket, or no longer; `stop` says which, so that pressing twice does it once."""
    if request.POST.get("stop"):
        actions.unfollow(ticket, actor=request.actor)
        return _("You no longer follow this ticket.")
    actions.follow(ticket, actor=request.actor)
    return _("You follow this ticket now.")


@staff_only
def ticket_targets(request: HttpRequest, number: str) -> HttpResponse:
    """Tickets to choose from while somebody types which one they mean."""
    ticket = desk_ticket(request.actor, number)
    wanted = "merge" if request.GET.get("verb") == "merge" else "link"
    words = request.GET.get("words", "")[:200]
    found = targets_for(request.actor, ticket, wanted, words, get_language() or "en")
    return render(request, "tickets/desk/joining/targets.html", {"targets": found, "words": words, **marks()})


@staff_only
def merge_preview(request: HttpRequest, number: str) -> HttpResponse:
    """What merging into the chosen ticket would do."""
    ticket = desk_ticket(request.actor, number)
    access.require(request.actor, "merge", ticket)
    form = MergeForm(initial=request.GET.dict(), actor=request.actor, ticket=ticket)
    return render(
        request, "tickets/desk/joining/preview.html", {"ticket": ticket, "form": form, **form.shown()}
    )


@staff_only
def likely_duplicates(request: HttpRequest) -> HttpResponse:
    """Open tickets that may be the one that is being written down."""
    email, subject = request.GET.get("email", "")[:500], request.GET.get("subject", "")[:255]
    found = duplicates_of_draft(request.actor, email, subject, get_language() or "en")
    return render(request, "tickets/desk/joining/duplicates.html", {"duplicates": found, **marks()})


def _other(form: TargetForm) -> Ticket:
    """The other ticket of a valid form."""
    if form.other is None:
        raise Refused(pgettext("ticket", "Choose a ticket."), field="words")
    return form.other

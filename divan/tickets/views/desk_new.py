"""A ticket that an agent writes down for somebody (T9, T11)."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.actions import find_or_create_customer
from divan.accounts.decorators import staff_only
from divan.accounts.installation import installation
from divan.accounts.models import Group, User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets import actions
from divan.tickets.forms.new_ticket import LONGEST_REQUESTER, NewTicketForm
from divan.tickets.models import Ticket, Type
from divan.tickets.queries.completion import known_person
from divan.tickets.recipients import Kind, Recipient, lines
from divan.tickets.views.attached import attached


@staff_only
def desk_new_ticket(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that it makes; `?requester=` is the id or the address of somebody who is known."""
    files = attached(request, request.actor)
    form = NewTicketForm(request.POST or None, actor=request.actor, initial=_initial(request))
    if form.is_valid() and not files.error:
        try:
            ticket = _open(form, files.ids, actor=request.actor)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Ticket %(number)s was opened.") % {"number": ticket.number})
            return redirect("show_ticket", number=ticket.number)
    shown = {"form": form, "files": files}
    return render(request, "tickets/desk/new.html", shown, status=422 if form.is_bound else 200)


@staff_only
def new_ticket_products(request: HttpRequest) -> HttpResponse:
    """What the requester who was chosen uses, to choose from."""
    chosen = {
        "email": request.GET.get("email", "")[:LONGEST_REQUESTER],
        "asset": request.GET.get("asset", ""),
    }
    form = NewTicketForm(initial=chosen, actor=request.actor)
    return render(request, "tickets/desk/new_product.html", {"form": form})


def _initial(request: HttpRequest) -> dict[str, str]:
    initial = {"submission_key": secrets.token_urlsafe(18), "channel": Channel.PHONE, "urgency": "normal"}
    wanted = request.GET.get("requester", "")[:LONGEST_REQUESTER]
    if requester := known_person(request.actor, wanted) if wanted else None:
        initial["email"] = lines([Recipient(Kind.TO, requester.email, requester.name)])["to"]
    return initial


@transaction.atomic
def _open(form: NewTicketForm, files: tuple[int, ...], *, actor: Actor) -> Ticket:
    """Everything that was entered, or nothing of it: a refusal leaves neither a ticket nor a new person behind."""
    entered = form.cleaned_data
    new = actions.NewTicket(
        requester=_requester(entered["email"], entered["name"]),
        group=Group.objects.get(pk=entered["group"]),
        subject=entered["subject"],
        draft=Draft(text=entered["body"], attachments=files),
        channel=Channel(entered["channel"]),
        type=entered["type"] or Type.QUESTION,
        urgency=entered["urgency"],
        category_id=entered["category"],
        asset_id=entered["asset"],
        submission_key=entered["submission_key"],
    )
    ticket = actions.open_ticket(new, actor=actor)
    # A form that is sent twice finds its ticket, which may have an assignee by now.
    if entered["mine"] and ticket.assignee_id is None:
        _take(ticket, actor)
    return ticket


def _requester(named: Recipient, name: str) -> User:
    here = installation()
    return find_or_create_customer(
        named.address,
        name or named.name,
        language=here.default_language if here else "en",
        time_zone=here.time_zone if here else "UTC",
    )


def _take(ticket: Ticket, actor: Actor) -> None:
    try:
        actions.assign(ticket, actor.id, actor=actor)
    except NotAllowed as failure:
        raise Refused(_("You may not assign tickets of this group."), field="mine") from failure
    except Refused as refusal:
        raise Refused(refusal.message, field="mine") from refusal

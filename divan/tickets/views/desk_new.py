"""A ticket that an agent writes down for somebody (T9, T11)."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from divan.accounts.actions import find_or_create_customer
from divan.accounts.decorators import staff_only
from divan.accounts.installation import installation
from divan.accounts.models import Group
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core.errors import Refused
from divan.tickets import actions
from divan.tickets.forms.desk import NewTicketForm
from divan.tickets.models import Ticket
from divan.tickets.queries.counts import groups_writable
from divan.tickets.views.attached import attached


@staff_only
def desk_new_ticket(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that it makes."""
    files = attached(request, request.actor)
    initial = {"submission_key": secrets.token_urlsafe(18), "channel": Channel.PHONE, "urgency": "normal"}
    form = NewTicketForm(request.POST or None, groups=groups_writable(request.actor), initial=initial)
    if form.is_valid() and not files.error:
        try:
            ticket = _open(request, form, files.ids)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Ticket %(number)s was opened.") % {"number": ticket.number})
            return redirect("show_ticket", number=ticket.number)
    shown = {"form": form, "files": files}
    return render(request, "tickets/desk/new.html", shown, status=422 if form.is_bound else 200)


def _open(request: HttpRequest, form: NewTicketForm, files: tuple[int, ...]) -> Ticket:
    entered = form.cleaned_data
    here = installation()
    requester = find_or_create_customer(
        entered["email"],
        entered["name"],
        language=here.default_language if here else "en",
        time_zone=here.time_zone if here else "UTC",
    )
    new = actions.NewTicket(
        requester=requester,
        group=Group.objects.get(pk=entered["group"]),
        subject=entered["subject"],
        draft=Draft(text=entered["body"], attachments=files),
        channel=Channel(entered["channel"]),
        urgency=entered["urgency"],
        submission_key=entered["submission_key"],
    )
    return actions.open_ticket(new, actor=request.actor)

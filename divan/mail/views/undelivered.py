"""On the page of a ticket: our mail does not reach the requester, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_told
from divan.mail import actions
from divan.mail.automatic.reasons import reason_of
from divan.mail.models import UndeliverableAddress
from divan.tickets.access import may
from divan.tickets.queries.ticket_page import desk_ticket
from divan.ui.slots import Context


@require_POST
@staff_only
def redeliver(request: HttpRequest, number: str) -> HttpResponse:
    """Send what the requester did not get once more."""
    ticket = desk_ticket(request.actor, number)
    with refusals_told(request):
        actions.redeliver(ticket, actor=request.actor)
        messages.success(request, _("The mail is on its way."))
    return redirect("show_ticket", number=number)


def warning(context: Context) -> dict[str, Any]:
    """For the slot beside the requester: why mail does not reach them, if it does not (one query)."""
    ticket, actor = context["ticket"], context["actor"]
    mark = UndeliverableAddress.objects.filter(address=ticket.requester.email, is_hard=True).first()
    if mark is None:
        return {"undeliverable": None}
    return {
        "undeliverable": mark,
        "bounce_reason": reason_of(mark.status),
        "may_redeliver": may(actor, "reply", ticket),
    }

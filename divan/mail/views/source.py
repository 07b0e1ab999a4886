"""The mail behind a message, for whoever may read the message."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from divan.accounts.decorators import staff_only
from divan.mail.message_details import source_of
from divan.tickets.queries.ticket_page import desk_ticket


@require_safe
@staff_only
def message_source(request: HttpRequest, number: str, message_id: int) -> HttpResponse:
    """The message as it came, only ever as a download; nothing that a browser could make of it runs."""
    ticket = desk_ticket(request.actor, number)
    response = HttpResponse(source_of(request.actor, ticket, message_id), content_type="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{ticket.number}-{message_id}.eml"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

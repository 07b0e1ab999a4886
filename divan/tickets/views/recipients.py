"""Help with recipients: completion while somebody types, and whom an answer usually goes to."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.conversations.models import Message
from divan.core.limits import take
from divan.core.rows import one_of
from divan.tickets import access
from divan.tickets.forms.composition import number as id_in
from divan.tickets.models import Ticket
from divan.tickets.queries.completion import complete
from divan.tickets.queries.recipients import recipients_of_answer, usual_recipients
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.recipients import Recipient, as_rows

MOST_A_MINUTE = 120


@staff_only
def complete_recipients(request: HttpRequest) -> JsonResponse:
    """Known people whose name, address, organisation or telephone number fits `q`, as JSON."""
    if wait := take("recipients", str(request.actor.id), limit=MOST_A_MINUTE, seconds=60):
        answer = JsonResponse({"error": _("Please wait a moment.")}, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    found = complete(request.actor, request.GET.get("q", ""))
    return JsonResponse({"people": [asdict(one) for one in found]})


@staff_only
def propose_recipients(request: HttpRequest, number: str) -> JsonResponse:
    """Whom a reply goes to (`mode` "reply", "reply_all" or "forward"), to the `message` if one is named."""
    ticket = desk_ticket(request.actor, number)
    wanted, mode = id_in(request.GET.get("message")), request.GET.get("mode", "reply")
    message = _message(request, ticket, wanted) if wanted else None
    files = [
        {"id": file.pk, "name": file.name, "size": file.size}
        for file in (message.attachments.all() if message and mode == "forward" else ())
    ]
    recipients = as_rows(_proposed(ticket, message, mode))
    return JsonResponse({"recipients": recipients, "files": files, "subject": ticket.subject})


def _proposed(ticket: Ticket, message: Message | None, mode: str) -> list[Recipient]:
    if mode == "forward":
        return []
    if message is None:
        return usual_recipients(ticket)
    return recipients_of_answer(ticket, message, everybody=mode == "reply_all")


def _message(request: HttpRequest, ticket: Ticket, message_id: int) -> Message:
    return one_of(
        access.messages_for(request.actor, ticket).filter(pk=message_id).select_related("author"),
        f"message {message_id}",
    )

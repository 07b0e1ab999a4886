"""A mail as its author laid it out: a document of its own for the frame in the message."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from divan.accounts.decorators import staff_only
from divan.mail.message_details import original_of
from divan.mail.originals import Pictures, shown
from divan.tickets.queries.ticket_page import desk_ticket

# Nothing runs, loads or submits here, whatever the cleaner might have missed. The frame keeps our origin, so
# that attached pictures come with the reader's session and the page can ask how tall the mail is; without
# `allow-scripts` there is nothing in it that could make use of that.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'{remote}; form-action 'none'; "
    "frame-ancestors 'self'; base-uri 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
@staff_only
@xframe_options_sameorigin
def message_original(request: HttpRequest, number: str, message_id: int) -> HttpResponse:
    """The document; `?pictures=1` fetches pictures from other servers, whose owners then know of the reader."""
    ticket = desk_ticket(request.actor, number)
    original = original_of(request.actor, ticket, message_id)
    remote = request.GET.get("pictures") == "1"
    pictures = Pictures(original.attached, remote, urlsplit(f"//{request.get_host()}").hostname or "")
    page = {
        "ticket": ticket,
        "letter": shown(original.html, pictures),
        "hidden": 0 if remote else original.remote_pictures,
    }
    response = render(request, "mail/desk/original.html", page)
    response.headers["Content-Security-Policy"] = _POLICY.format(remote=" https: http:" if remote else "")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

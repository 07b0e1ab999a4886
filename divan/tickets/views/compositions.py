"""Writing on the desk: drafts that are saved while somebody types, sending, and taking back (B2, B3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.core.errors import Refused
from divan.tickets import access, actions
from divan.tickets.actions import Written, WrittenElsewhere
from divan.tickets.actions.drafting import Mode
from divan.tickets.forms.composition import mode_in, time_in, written_in
from divan.tickets.models import Composition, Ticket
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.views.composer_answers import back_in_composer, kept, on_its_way, refused, thrown_away
from divan.tickets.views.composer_files import files_in


@staff_only
def save_draft(request: HttpRequest, number: str) -> JsonResponse:
    """Keep what stands in a composer of a ticket; the answer says which version is kept now."""
    return _saved(request, desk_ticket(request.actor, number))


@staff_only
def save_new_draft(request: HttpRequest) -> JsonResponse:
    """Keep what stands in the composer of a new mail."""
    return _saved(request, None)


@staff_only
def send_composition(request: HttpRequest, number: str) -> HttpResponse:
    """Send what stands in a composer: in a few seconds, or at the chosen time."""
    ticket = desk_ticket(request.actor, number)
    row: Composition | None = None
    try:
        row = actions.save_draft(read(request, ticket), actor=request.actor, ticket=ticket)
        sent = send_saved(request, row)
    except Refused as refusal:
        return kept(request, ticket, refusal, row)
    return on_its_way(request, ticket, sent)


@staff_only
def take_back_composition(request: HttpRequest, composition_id: int) -> HttpResponse:
    """Make a draft again of what waits to be sent."""
    row = access.composition_for(request.actor, composition_id)
    try:
        row = actions.take_back(row, actor=request.actor)
    except Refused as refusal:
        return refused(request, row, refusal)
    return back_in_composer(request, row)


@staff_only
def send_composition_now(request: HttpRequest, composition_id: int) -> HttpResponse:
    """Send at once what waits for its time."""
    row = access.composition_for(request.actor, composition_id)
    try:
        row = actions.send_now(row, actor=request.actor)
    except Refused as refusal:
        return refused(request, row, refusal)
    return on_its_way(request, row.ticket, row)


@staff_only
def discard_composition(request: HttpRequest, composition_id: int) -> HttpResponse:
    """Throw a draft away."""
    row = access.composition_for(request.actor, composition_id)
    try:
        actions.discard_draft(row, actor=request.actor)
    except Refused as refusal:
        return refused(request, row, refusal)
    return thrown_away(request, row)


def read(request: HttpRequest, ticket: Ticket | None) -> Written:
    """What stands in the composer that was sent; raises Refused for files that could not be taken."""
    mode = mode_in(request) if ticket else Mode.NEW
    files = files_in(request, ticket)
    if files.error:
        raise Refused(files.error, field="files")
    requester = ticket.requester if ticket and mode == Mode.REPLY else None
    return written_in(request, mode, files.ids, requester=requester)


def send_saved(request: HttpRequest, row: Composition | None) -> Composition:
    """Send what was just saved as the form says; raises Refused, also when there was nothing to save."""
    if row is None:
        raise Refused(_("Write a message first."), field="body")
    return actions.send(row, actor=request.actor, at=time_in(request))


def _saved(request: HttpRequest, ticket: Ticket | None) -> JsonResponse:
    try:
        row = actions.save_draft(read(request, ticket), actor=request.actor, ticket=ticket)
    except WrittenElsewhere as conflict:
        return JsonResponse({"error": conflict.message, "current": _told(conflict.current)}, status=409)
    except Refused as refusal:
        return JsonResponse({"error": refusal.message, "field": refusal.field}, status=422)
    return JsonResponse(_told(row) if row else {"id": None, "saved": "", "state": ""})


def _told(row: Composition) -> dict[str, object]:
    """A version of a draft for the composer of its author."""
    return {
        "id": row.pk,
        "saved": row.updated_at.isoformat(),
        "state": row.state,
        "text": row.text,
        "html": row.html,
        "subject": row.subject,
        "recipients": row.recipients,
        "attachments": row.attachments,
    }

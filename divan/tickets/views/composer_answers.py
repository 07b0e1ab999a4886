"""How the desk answers a composer: with a fresh one and what changed, or with everything that was typed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.conversations.markup import Written as Markup
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import isolate
from divan.tickets.actions import SomethingNew, WrittenElsewhere
from divan.tickets.actions.drafting import ON_ITS_WAY, Mode, State
from divan.tickets.actions.sending import UNDO
from divan.tickets.forms.composition import body_in, number, recipients_in
from divan.tickets.forms.desk import Composed
from divan.tickets.models import Composition, Ticket
from divan.tickets.queries.compositions import files_by_composition
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.recipients import as_rows
from divan.tickets.sources import sources_in
from divan.tickets.views.composer_files import files_in
from divan.tickets.views.ticket import changed_parts, ticket_page

WRITTEN = "tickets/desk/written.html"


def on_its_way(request: HttpRequest, ticket: Ticket | None, row: Composition) -> HttpResponse:
    """An empty composer, what waits at the end of the thread, and how to take it back."""
    said = _("Sent.") if row.state == State.SENT else _("It will be sent in a few seconds.")
    if row.state == State.REVIEW:
        said = _("It waits for review. A colleague reads it before it is sent.")
    elif row.state == State.WAITING and row.send_at and _is_later(row):
        said = _("It will be sent at the chosen time.")
    if not request.htmx or ticket is None:
        return _led_on(request, ticket, said)
    fresh = desk_ticket(request.actor, ticket.number)
    response = _parts(request, fresh, row.mode, Composed.empty())
    toast: dict[str, object] = {"text": said}
    if row.state in (State.WAITING, State.REVIEW):
        toast |= {"undo": reverse("take_back_composition", kwargs={"composition_id": row.pk})}
    response.headers["HX-Trigger"] = json.dumps({"toast": toast, "close-dialog": ""})
    if ticket.is_open and not fresh.is_open:
        response.headers["HX-Trigger-After-Settle"] = "finished"
    return response


def kept(
    request: HttpRequest, ticket: Ticket, refusal: Refused, row: Composition | None = None
) -> HttpResponse:
    """The composer again with everything typed, and the reason; 409 when something has to be decided first.

    `row` is the draft, if it was saved before it could not be sent.
    """
    wanted = request.POST.get("mode", "")
    mode = wanted if wanted in list(Mode) else Mode.REPLY
    composed = as_typed(request, ticket, refusal, row)
    status = 409 if isinstance(refusal, SomethingNew | WrittenElsewhere) else 422
    if request.htmx:
        return _parts(request, ticket, mode, composed, status=status)
    page = {**ticket_page(request, ticket, mode=mode), mode: composed}
    return render(request, "tickets/desk/ticket.html", page, status=status)


def as_typed(
    request: HttpRequest, ticket: Ticket | None, refusal: Refused, row: Composition | None
) -> Composed:
    """What stood in a composer that could not be taken. It knows the newest version now, so that the person
    decides with the next attempt; `row` is that version, if what was typed could be saved but not sent.
    """
    sent = request.POST
    try:
        body = body_in(request)
    except Refused:
        body = Markup(sent.get("body", ""))
    composed = Composed(
        text=body.text,
        key=sent.get("client_key", ""),
        html=body.html,
        uploaded=files_in(request, ticket).files,
        error=refusal.message,
        saved=row.updated_at.isoformat() if row else sent.get("known", ""),
        recipients=as_rows(recipients_in(sent)),
        subject=sent.get("subject", ""),
        group=number(sent.get("group")),
        adapted=sources_in(sent.getlist("adapted")),
        then=sent.get("then", ""),
        forwarded=number(sent.get("forwarded")),
        seen=number(sent.get("seen")) or 0,
        is_news=isinstance(refusal, SomethingNew),
    )
    if not isinstance(refusal, WrittenElsewhere):
        return composed
    current = refusal.current
    if current.state in ON_ITS_WAY:
        return replace(composed, key=Composed.empty().key, saved="", elsewhere=current.text)
    return replace(composed, id=current.pk, saved=current.updated_at.isoformat(), elsewhere=current.text)


def back_in_composer(request: HttpRequest, row: Composition) -> HttpResponse:
    """The composer of a draft with everything that was typed; a page that shows another ticket by now only says so."""
    try:
        ticket = desk_ticket(request.actor, row.ticket.number) if row.ticket else None
    except NotAllowed:
        return _to(request, reverse("compositions"))
    if ticket is None:
        return _to(request, f"{reverse('compose_mail')}?id={row.pk}")
    if not request.htmx:
        mode = "note" if row.mode == Mode.NOTE else "reply"
        return redirect(f"{reverse('show_ticket', kwargs={'number': ticket.number})}?mode={mode}")
    composed = Composed.of(row, files_by_composition([row]).get(row.pk, ()))
    response = _parts(request, ticket, row.mode, composed, is_elsewhere=True)
    said = _("Not sent. It is a draft in %(number)s again.") % {"number": isolate(ticket.number)}
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": said}})
    return response


def thrown_away(request: HttpRequest, row: Composition) -> HttpResponse:
    """An empty composer in the place of the draft."""
    said = _("Draft discarded.")
    if not request.htmx or row.ticket is None:
        return _led_on(request, row.ticket, said)
    try:
        ticket = desk_ticket(request.actor, row.ticket.number)
    except NotAllowed:
        return _to(request, reverse("compositions"))
    response = _parts(request, ticket, row.mode, Composed.empty(), is_elsewhere=True)
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": said}})
    return response


def refused(request: HttpRequest, row: Composition, refusal: Refused) -> HttpResponse:
    """Why it could not be done, in a banner that stays."""
    if request.htmx:
        shown = {"message": refusal.message, "ticket": row.ticket}
        return render(request, "tickets/desk/refused.html", shown, status=422)
    messages.error(request, refusal.message)
    return redirect("compositions")


def _parts(
    request: HttpRequest,
    ticket: Ticket,
    mode: str,
    composed: Composed,
    *,
    status: int = 200,
    is_elsewhere: bool = False,
) -> HttpResponse:
    """The composer and what changed; `is_elsewhere` when it was not the composer that asked."""
    parts = changed_parts(request, ticket)
    if composed.is_news or not composed.seen:
        composed = replace(composed, seen=parts["newest"])
    shown: dict[str, Any] = {**parts, "mode": mode, "composed": composed, "is_elsewhere": is_elsewhere}
    return render(request, WRITTEN, shown, status=status)


def _is_later(row: Composition) -> bool:
    """Whether a time was chosen, rather than the few seconds in which it can be taken back."""
    return bool(row.send_at and row.send_at - row.updated_at > UNDO)


def _led_on(request: HttpRequest, ticket: Ticket | None, said: str) -> HttpResponse:
    messages.success(request, said)
    return _to(request, _page_of(ticket))


def _page_of(ticket: Ticket | None) -> str:
    return reverse("show_ticket", kwargs={"number": ticket.number}) if ticket else reverse("compositions")


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)

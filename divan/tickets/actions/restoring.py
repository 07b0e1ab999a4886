"""Giving a ticket back the status that it had, for somebody who takes back what they did."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from divan.conversations.models import Message, Visibility
from divan.core.actors import Actor
from divan.tickets.actions.locking import locked
from divan.tickets.events import StateChanged, TicketReopened, TicketSolved
from divan.tickets.log import batch, record
from divan.tickets.models import OPEN_STATUSES, Event, Status, Ticket

# What the gate is asked for: whoever may bring a ticket into a status may bring it back there.
_VERBS = {
    Status.NEW: "open",
    Status.OPEN: "open",
    Status.PENDING: "wait",
    Status.ON_HOLD: "hold",
    Status.SOLVED: "close",
}


def restore_status(ticket: Ticket, status: str, *, actor: Actor) -> Ticket:
    """Set the status that the ticket had before; one that was finished waits again for whom it waited for."""
    with transaction.atomic(), batch():
        row = locked(ticket, _VERBS[Status(status)], actor)
        if row.status == status:
            return row
        if status == Status.SOLVED:
            return _solved_again(row, actor)
        if not row.is_open:
            _opened_again(row, actor)
        if row.status != status:
            before, row.status = row.status, Status(status)
            record(row, StateChanged(status=row.status, before=before), actor=actor, changed=["status"])
        return row


def _opened_again(row: Ticket, actor: Actor) -> None:
    before, row.status, row.is_open = row.status, Status.OPEN, True
    row.solved_at = row.closed_at = None
    row.close_reason, row.waiting_since = "", _waiting_since(row)
    record(
        row,
        TicketReopened(before=before),
        actor=actor,
        changed=["status", "is_open", "solved_at", "closed_at", "close_reason", "waiting_since"],
    )


def _solved_again(row: Ticket, actor: Actor) -> Ticket:
    """It was closed too early: the solution and its reason count again."""
    if row.status in OPEN_STATUSES:
        return row
    solved = Event.objects.filter(ticket_id=row.pk, kind=TicketSolved.kind).order_by("-seq")
    payload = solved.values_list("payload", flat=True).first()
    before, row.status, row.closed_at = row.status, Status.SOLVED, None
    row.close_reason = payload["reason"] if payload else row.close_reason
    record(
        row,
        StateChanged(status=Status.SOLVED, before=before),
        actor=actor,
        changed=["status", "closed_at", "close_reason"],
    )
    return row


def _waiting_since(row: Ticket) -> datetime | None:
    """When the requester's side first wrote after the last public answer; None if nothing waits for one."""
    public = Message.objects.filter(conversation_id=row.conversation_id, visibility=Visibility.PUBLIC)
    answered = public.filter(from_staff=True).order_by("-id").values_list("id", flat=True).first()
    unanswered = public.filter(from_staff=False, id__gt=answered or 0).order_by("id")
    return unanswered.values_list("created_at", flat=True).first()

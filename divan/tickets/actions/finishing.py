"""The states of a ticket: waiting, held, solved, confirmed, closed, open again (V2, T18-T21)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets import hooks
from divan.tickets.actions.linking import link
from divan.tickets.actions.locking import locked
from divan.tickets.actions.replying import reply
from divan.tickets.events import CloseAnnounced, StateChanged, TicketClosed, TicketReopened, TicketSolved
from divan.tickets.log import batch, record
from divan.tickets.models import CloseReason, Event, Link, Status, Ticket
from divan.tickets.types import defaults_of

FINISHED = (Status.SOLVED, Status.CLOSED)
_NEEDS_NOTHING = (CloseReason.SPAM, CloseReason.DUPLICATE, CloseReason.MERGED)


def wait(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Wait for the requester."""
    return _set_open_status(ticket, Status.PENDING, "wait", actor)


def hold(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Wait for a third party; the requester sees the ticket as open."""
    return _set_open_status(ticket, Status.ON_HOLD, "hold", actor)


def open_again(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Go on working on a ticket that waited; a finished one is reopened."""
    return _set_open_status(ticket, Status.OPEN, "open", actor)


def _set_open_status(ticket: Ticket, status: Status, verb: str, actor: Actor) -> Ticket:
    if ticket.status in FINISHED:
        return reopen(ticket, actor=actor)
    with transaction.atomic():
        row = locked(ticket, verb, actor)
        if row.status == status:
            return row
        before, row.status = row.status, status
        changed = ["status"]
        if status == Status.OPEN and row.snoozed_until:
            row.snoozed_until, changed = None, [*changed, "snoozed_until"]
        record(row, StateChanged(status=status, before=before), actor=actor, changed=changed)
        return row


def solve(
    ticket: Ticket,
    *,
    actor: Actor,
    draft: Draft | None = None,
    reason: str = CloseReason.RESOLVED,
    duplicate_of: Ticket | None = None,
) -> Ticket:
    """Say that the work is done, with the solution as a public reply if there is a draft.

    A ticket that nobody answered cannot be solved as "resolved": it needs an answer or another reason. A duplicate
    needs the ticket that it repeats, which it is linked to; the requester hears nothing of that one.
    """
    with transaction.atomic(), batch():
        _point_to_the_first(ticket, reason, duplicate_of, actor)
        message = reply(ticket, draft, actor=actor) if draft else None
        row = locked(ticket, "solve", actor)
        if row.status in FINISHED:
            return row
        _require_answer_or_reason(row, reason)
        before, now = row.status, clock.now()
        row.status, row.is_open, row.solved_at, row.close_reason = Status.SOLVED, False, now, reason
        row.waiting_since = row.snoozed_until = None
        record(
            row,
            TicketSolved(reason=reason, before=before, message=message.pk if message else None),
            actor=actor,
            changed=["status", "is_open", "solved_at", "close_reason", "waiting_since", "snoozed_until"],
        )
        return row


def close(ticket: Ticket, *, actor: Actor, reason: str = "", duplicate_of: Ticket | None = None) -> Ticket:
    """End the ticket for good; later messages make a follow-up. Without a reason that of the solution stays."""
    with transaction.atomic(), batch():
        _point_to_the_first(ticket, reason, duplicate_of, actor)
        row = locked(ticket, "close", actor)
        if row.status == Status.CLOSED:
            return row
        reason = reason or row.close_reason or CloseReason.RESOLVED
        _require_answer_or_reason(row, reason)
        return end(row, actor, reason)


def confirm(ticket: Ticket, *, actor: Actor) -> Ticket:
    """The requester says that the solution works."""
    with transaction.atomic():
        row = locked(ticket, "confirm", actor)
        if row.status == Status.CLOSED:
            return row
        if row.status != Status.SOLVED:
            raise Refused(_("This ticket is not solved yet."))
        return end(row, actor, row.close_reason, confirmed=True)


def end(row: Ticket, actor: Actor, reason: str, *, confirmed: bool = False) -> Ticket:
    """Close a ticket that is locked; whoever calls has asked the gate and checked the reason."""
    before, now = row.status, clock.now()
    row.status, row.is_open, row.closed_at, row.close_reason = Status.CLOSED, False, now, reason
    row.solved_at, row.waiting_since, row.snoozed_until = row.solved_at or now, None, None
    record(
        row,
        TicketClosed(reason=reason, before=before, confirmed=confirmed),
        actor=actor,
        changed=[
            *("status", "is_open", "closed_at", "close_reason", "solved_at", "waiting_since"),
            "snoozed_until",
        ],
    )
    return row


def reopen(ticket: Ticket, *, actor: Actor) -> Ticket:
    """The problem is back, or was never gone."""
    with transaction.atomic():
        row = locked(ticket, "reopen", actor)
        if row.status not in FINISHED:
            return row
        before, row.status, row.is_open = row.status, Status.OPEN, True
        row.solved_at = row.closed_at = None
        row.close_reason, row.waiting_since = "", clock.now()
        row.reopened_count += 1
        record(
            row,
            TicketReopened(before=before),
            actor=actor,
            changed=[
                *("status", "is_open", "solved_at", "closed_at", "close_reason", "waiting_since"),
                "reopened_count",
            ],
        )
        return row


def announce_closing(ticket: Ticket, *, actor: Actor, days: int) -> Ticket:
    """Tell the requester, once for each solution, that the ticket will be closed in `days` days."""
    with transaction.atomic():
        row = locked(ticket, "close", actor)
        if row.status != Status.SOLVED:
            return row
        told = Event.objects.filter(ticket_id=row.pk, kind=CloseAnnounced.kind, at__gte=row.solved_at)
        if not told.exists():
            record(row, CloseAnnounced(days=days), actor=actor)
        return row


def _point_to_the_first(ticket: Ticket, reason: str, first: Ticket | None, actor: Actor) -> None:
    """Link a duplicate to the ticket that it repeats; one that is linked already needs no number again.

    Comes before the ticket is locked alone, because two tickets are locked in the order of their ids.
    """
    if reason != CloseReason.DUPLICATE:
        return
    if first is not None and first.pk != ticket.pk:
        link(ticket, first, actor=actor, kind=Link.Kind.DUPLICATE)
    elif not Link.objects.filter(ticket=ticket, kind=Link.Kind.DUPLICATE).exists():
        raise Refused(_("Write the number of the ticket that this one repeats."), field="duplicate_of")


def _require_answer_or_reason(row: Ticket, reason: str) -> None:
    """No request ends as resolved without a word to the person who asked (T18)."""
    if reason not in CloseReason.values or reason == CloseReason.MERGED:
        raise Refused(_("Choose a reason."), field="reason")
    if row.first_reply_at is None and reason == CloseReason.RESOLVED:
        raise Refused(
            _("Nobody has answered this ticket yet. Write an answer, or choose another reason."),
            field="reason",
        )
    if row.status == Status.SOLVED or reason in _NEEDS_NOTHING:
        return
    if row.category_id is None and defaults_of(row.type).needs_category:
        raise Refused(
            _("Put the ticket into a category first: tickets of this type need one."), field="reason"
        )
    for obstacle in hooks.obstacles.values():
        if why := obstacle(row):
            raise Refused(why, field="reason")

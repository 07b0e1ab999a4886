"""Making one ticket of two (V2, SECURITY class 37)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.realtime import doorbell
from divan.tickets import access, hooks
from divan.tickets.actions.finishing import end
from divan.tickets.actions.locking import locked_pair
from divan.tickets.actions.opening import snippet_of
from divan.tickets.actions.participating import copy_in
from divan.tickets.circles import circle_of, widening_of
from divan.tickets.events import StateChanged, TicketMerged
from divan.tickets.log import batch, record
from divan.tickets.models import CloseReason, Status, Ticket

_HOME = (
    *("has_merged", "status", "snippet", "waiting_since", "first_reply_at"),
    *("last_customer_message_at", "last_staff_message_at"),
)


def merge(ticket: Ticket, into: Ticket, *, actor: Actor, openly: bool = False) -> Ticket:
    """Let `ticket` go on as a part of `into`, which is returned: it is closed, and the desk reads it there.

    The customers of both become one circle if that lets nobody read more than before, or if `openly` says that they
    may. Otherwise they read what they read, and those of `ticket` are told that it is dealt with elsewhere.
    Raises Refused unless both are on their own and `into` is open.
    """
    with transaction.atomic(), batch():
        row, home = locked_pair(ticket, into)
        access.require(actor, "merge", row)
        access.require(actor, "merge", home)
        if row.merged_into_id == home.pk:
            return home
        _require_two(row, home)
        is_open = openly or widening_of(row, home).is_none
        before = home.status
        _gather(home, row, is_open=is_open)
        row.merged_into, row.merged_openly = home, is_open
        record(
            row,
            TicketMerged(ticket=home.pk, is_home=False, is_open=is_open),
            actor=actor,
            changed=["merged_into", "merged_openly"],
        )
        end(row, actor, CloseReason.MERGED)
        record(home, TicketMerged(ticket=row.pk, is_home=True, is_open=is_open), actor=actor, changed=_HOME)
        if before != home.status:
            record(home, StateChanged(status=home.status, before=before), actor=actor)
        return _joined(home, row, actor) if is_open else home


def _require_two(row: Ticket, home: Ticket) -> None:
    """A tree stays a tree: what was merged is neither merged again nor merged into."""
    if row.pk == home.pk:
        raise Refused(_("A ticket cannot be merged into itself."), field="target")
    if row.merged_into_id is not None:
        raise Refused(_("This ticket was merged into another one already."), field="target")
    if row.status == Status.CLOSED:
        raise Refused(_("This ticket is closed. Reopen it before you merge it."), field="target")
    if home.merged_into_id is not None:
        raise Refused(
            _("Ticket %(number)s was merged into another one. Choose that one.") % {"number": home.number},
            field="target",
        )
    if not home.is_open:
        raise Refused(
            _("Ticket %(number)s is finished. Reopen it first, or merge it into this one.")
            % {"number": home.number},
            field="target",
        )
    for tie in hooks.ties.values():
        if why := tie(row):
            raise Refused(why, field="target")


def _gather(home: Ticket, row: Ticket, *, is_open: bool) -> None:
    """What is true of the home now that the other's messages are among its own.

    What the desk owes to the other's customers is owed here only if they are customers here.
    """
    home.has_merged = True
    home.last_customer_message_at = _latest(home.last_customer_message_at, row.last_customer_message_at)
    if not is_open:
        return
    if row.waiting_since:
        home.waiting_since = min(filter(None, (home.waiting_since, row.waiting_since)))
        home.status = Status.OPEN if home.status == Status.PENDING else home.status
    if row.first_reply_at and home.first_reply_at is None:
        home.first_reply_at = max(row.first_reply_at, home.created_at)
    home.last_staff_message_at = _latest(home.last_staff_message_at, row.last_staff_message_at)
    both = Message.objects.public().filter(conversation_id__in=(home.conversation_id, row.conversation_id))
    if newest := both.order_by("-pk").first():
        home.snippet = snippet_of(newest.text)


def _joined(home: Ticket, row: Ticket, actor: Actor) -> Ticket:
    """The customers of the other take part here; their open pages look again."""
    topics = [f"ticket:{home.pk}", f"person:{home.requester_id}"]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind=TicketMerged.kind))
    return copy_in(home, User.objects.filter(pk__in=circle_of(row).people), actor=actor)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)

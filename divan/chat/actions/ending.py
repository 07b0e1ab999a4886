"""Ending a chat. The ticket stays as it is; with who still waits for an answer, or missed one, it goes on by e-mail."""

from __future__ import annotations

from django.db import transaction

from divan.chat import access
from divan.chat.actions.following_up import tell_missed, unread_of
from divan.chat.actions.leaving import everybody_leaves
from divan.chat.actions.lines import add_line, announce, locked
from divan.chat.actions.queueing import announce_places
from divan.chat.events import ChatEnded
from divan.chat.limits import UNREAD
from divan.chat.models import Chat, EndReason, Kind, Outcome, Role, State
from divan.chat.whereabouts import is_there
from divan.core import clock
from divan.core.actors import Actor
from divan.search.actions import changed
from divan.tickets.log import record
from divan.tickets.models import Ticket

_ENDS = (
    *("state", "ended_at", "end_reason", "waits_for", "outcome", "waited_seconds", "lasted_seconds"),
    "read_check_at",
)
_GONE = (EndReason.SILENCE, EndReason.UNANSWERED)


def end_chat(chat: Chat, *, actor: Actor, reason: EndReason | str, outcome: Outcome | str = "") -> Chat:
    """End the chat for everybody, a sales chat with what came of it. An ended one stays as it ended."""
    with transaction.atomic():
        row = locked(chat)
        access.require(actor, "end", row)
        if row.state != State.ENDED:
            row.outcome = outcome or row.outcome
            end_locked(row, actor=actor, reason=reason)
        return row


def end_locked(row: Chat, *, actor: Actor, reason: EndReason | str) -> None:
    """The same for a chat that the caller has locked, after its gate.

    Who has not read everything and has gone gets the rest by mail at once. After the end by an expert the visitor may
    still be reading, or their network gone unnoticed: then it is looked again a little later.
    """
    now, waited, unread = clock.now(), row.state == State.WAITING, unread_of(row)
    member = access.stay_of(actor, row)
    row.state, row.ended_at, row.end_reason, row.waits_for = State.ENDED, now, reason, None
    row.lasted_seconds = row.seconds_until(now)
    row.waited_seconds = row.lasted_seconds if row.waited_seconds is None else row.waited_seconds
    row.read_check_at = now + UNREAD if unread and reason == EndReason.EXPERT else None
    row.save(update_fields=_ENDS)
    speaker = member if member and member.role != Role.WATCHER else None
    add_line(row, Kind.ENDED, member=speaker, data={"reason": str(reason)})
    everybody_leaves(row)
    ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
    waits = not unread and _is_away(row, reason) and ticket.is_open and ticket.waiting_since is not None
    record(ticket, ChatEnded(reason=str(reason), is_followed_up=waits), actor=actor)
    if reason in _GONE:
        tell_missed(row, unread)
    changed("ticket", row.ticket_id)
    announce(row)
    if waited:
        announce_places(row.group_id, behind=row.waiting_since)


def _is_away(row: Chat, reason: EndReason | str) -> bool:
    """Whether the visitor is not there to see the end, and so learns by mail how it goes on."""
    return reason in _GONE or (reason == EndReason.EXPERT and not is_there(row, clock.now()))

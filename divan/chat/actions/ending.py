"""Ending a chat. The ticket stays as it is; with who still waits for an answer, or missed one, it goes on by e-mail."""

from __future__ import annotations

from django.db import transaction

from divan.chat import access
from divan.chat.actions.leaving import everybody_leaves
from divan.chat.actions.lines import add_line, announce, locked
from divan.chat.actions.queueing import announce_places
from divan.chat.events import ChatEnded
from divan.chat.models import Chat, ChatLine, EndReason, Kind, Outcome, Role, State
from divan.chat.whereabouts import is_there
from divan.core import clock
from divan.core.actors import Actor
from divan.search.actions import changed
from divan.tickets.log import record
from divan.tickets.models import Ticket

_ENDS = ("state", "ended_at", "end_reason", "waits_for", "outcome", "waited_seconds", "lasted_seconds")


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
    """The same for a chat that the caller has locked, after its gate."""
    now, waited = clock.now(), row.state == State.WAITING
    member = access.stay_of(actor, row)
    row.state, row.ended_at, row.end_reason, row.waits_for = State.ENDED, now, reason, None
    row.lasted_seconds = row.seconds_until(now)
    row.waited_seconds = row.lasted_seconds if row.waited_seconds is None else row.waited_seconds
    row.save(update_fields=_ENDS)
    speaker = member if member and member.role != Role.WATCHER else None
    add_line(row, Kind.ENDED, member=speaker, data={"reason": str(reason)})
    everybody_leaves(row)
    ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
    is_away = _is_away(row, reason)
    waits = is_away and ticket.is_open and ticket.waiting_since is not None
    missed = _missed(row) if is_away and not waits else None
    record(ticket, ChatEnded(reason=str(reason), is_followed_up=waits, message=missed), actor=actor)
    changed("ticket", row.ticket_id)
    announce(row)
    if waited:
        announce_places(row.group_id, behind=row.waiting_since)


def _is_away(row: Chat, reason: EndReason | str) -> bool:
    """Whether the visitor is not there to see the end, so that anything more has to be mailed."""
    if reason in (EndReason.SILENCE, EndReason.UNANSWERED):
        return True
    return reason == EndReason.EXPERT and not is_there(row, clock.now())


def _missed(row: Chat) -> int | None:
    """The last message of an expert, if the visitor has not read as far as that."""
    said = ChatLine.objects.filter(chat=row, kind=Kind.SAID, public__gt=row.visitor_read).exclude(member=None)
    return said.order_by("-public").values_list("message_id", flat=True).first()

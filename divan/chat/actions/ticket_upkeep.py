"""The columns of a ticket keep up with its chat, in one statement for everything that was said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from divan.chat.models import ChatMember
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import Actor
from divan.core.prepared import PreparedSave
from divan.tickets.actions.opening import snippet_of
from divan.tickets.events import StateChanged
from divan.tickets.log import record
from divan.tickets.models import Status, Ticket

FOLLOWING = (
    "snippet",
    "last_activity_at",
    "last_staff_message_at",
    "last_customer_message_at",
    "first_reply_at",
    "waiting_since",
)
"""The columns of a ticket that follow what is said in its chat."""
_STARTED = (Status.NEW, Status.OPEN)
_save = PreparedSave(Ticket, *FOLLOWING)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said in public; `member` is none for the visitor."""

    message: Message
    actor: Actor
    member: ChatMember | None = None


def is_awake(ticket: Ticket) -> bool:
    """Whether the visitor's words change nothing about the ticket's status; a sleeping one is woken by `receive`."""
    return ticket.status in _STARTED and ticket.snoozed_until is None


def keep_up(ticket: Ticket, spoken: Sequence[Spoken]) -> None:
    """Whose word was the last, who waits since when, and the first answer, which opens a new ticket.

    The caller has locked the ticket, and read its `FOLLOWING` columns under that lock.
    """
    now = clock.now()
    answer = next((one for one in spoken if one.member), None)
    if answer is not None and ticket.status == Status.NEW:
        _begin(ticket.pk, now, by=answer.actor)
    ticket.last_activity_at = now
    ticket.snippet = snippet_of(spoken[-1].message.text) or ticket.snippet
    if answer is not None:
        ticket.last_staff_message_at = now
        ticket.first_reply_at = ticket.first_reply_at or now
    if not all(one.member for one in spoken):
        ticket.last_customer_message_at = now
    if spoken[-1].member:
        ticket.waiting_since = None
    elif answer is not None:
        ticket.waiting_since = now
    else:
        ticket.waiting_since = ticket.waiting_since or now
    _save(ticket)


def _begin(ticket_id: int, now: datetime, *, by: Actor) -> None:
    """The first answer opens a new ticket, as an answer by mail does."""
    row = Ticket.objects.select_for_update().get(pk=ticket_id)
    if row.status != Status.NEW:
        return
    row.status, row.first_reply_at = Status.OPEN, row.first_reply_at or now
    change = StateChanged(status=row.status, before=Status.NEW)
    record(row, change, actor=by, changed=["status", "first_reply_at"])

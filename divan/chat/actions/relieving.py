"""Nobody is left alone with a lead who cannot answer: somebody else who is there leads, or the chat waits again."""

from __future__ import annotations

from divan.chat.actions.conference import (
    able_to_lead,
    end_stay,
    make_lead,
    member_of,
    present_in,
    tell,
)
from divan.chat.actions.lines import add_line, announce
from divan.chat.events.conference import ChatTransferred
from divan.chat.limits import LEAD_GONE
from divan.chat.models import Chat, ChatAgent, ChatMember, Kind, State
from divan.core import clock
from divan.core.actors import SYSTEM


def relieve(row: Chat) -> None:
    """Take the locked, active chat from its lead, as a hand-over does: whoever of those able has been there longest leads,
    if a page of theirs was heard of lately. Without one it is last in the queue of its group. The lead's stay ends; who
    comes back finds it like any other that waits.
    """
    led = member_of(row, row.lead_id)
    if heir := _heir(row, led):
        make_lead(row, heir, actor=SYSTEM)
        add_line(row, Kind.LED, member=heir)
    else:
        _queue_again(row)
    if led is not None:
        end_stay(row, led, actor=SYSTEM)
    announce(row)


def can_lead(row: Chat) -> bool:
    """Whether the lead of the locked chat may still answer in its group."""
    led = member_of(row, row.lead_id)
    return led is not None and able_to_lead(row, led)


def _heir(row: Chat, led: ChatMember | None) -> ChatMember | None:
    others = present_in(row).exclude(pk=led.pk) if led else present_in(row)
    able = [other for other in others if able_to_lead(row, other)]
    since = clock.now() - LEAD_GONE
    agents = ChatAgent.objects.filter(pk__in=[other.user_id for other in able], seen_at__gt=since)
    there = set(agents.values_list("pk", flat=True))
    return next((other for other in able if other.user_id in there), None)


def _queue_again(row: Chat) -> None:
    payload = ChatTransferred(group=row.group_id)
    add_line(row, Kind.TRANSFERRED, data=payload.as_row())
    row.state, row.waits_for, row.waiting_since = State.WAITING, None, clock.now()
    row.save(update_fields=["state", "waits_for", "waiting_since"])
    make_lead(row, None, actor=SYSTEM)
    tell(row, payload, actor=SYSTEM)

"""The queue: who waits, for how long, and whose turn it is. Longest wait first, and nothing else counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from divan.chat.models import PRESENT, Chat, ChatMember, State
from divan.core import clock
from divan.core.actors import Actor, Right

# A chat that waits for somebody is offered to that one alone for so long.
OFFERED_ALONE = timedelta(seconds=60)
ORDER = ("waiting_since", "pk")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting chat as a console lists it. `is_mine`: it waits for the reader; `is_open_to_me`: their turn to take it."""

    chat: Chat
    place: int
    waited: timedelta
    is_mine: bool
    is_open_to_me: bool


def waiting() -> QuerySet[Chat]:
    """Everybody who waits, longest first."""
    return Chat.objects.filter(state=State.WAITING).order_by(*ORDER)


def waiting_in(actor: Actor, right: Right = Right.REPLY) -> QuerySet[Chat]:
    """Those who wait in the groups where the actor holds the right, longest first; never the actor as a visitor."""
    groups = actor.groups_with(right)
    rows = waiting().exclude(visitor_id=actor.person_id)
    return rows if groups is None else rows.filter(group_id__in=groups)


def waiting_for(actor: Actor) -> list[Waiting]:
    """The queue of somebody who may answer, longest wait first, one query; at most a hundred."""
    now, places, found = clock.now(), dict[int, int](), list[Waiting]()
    rows = waiting_in(actor).select_related("ticket", "group", "site", "topic", "waits_for")
    for chat in rows[:SHOWN]:
        places[chat.group_id] = places.get(chat.group_id, 0) + 1
        is_mine = chat.waits_for_id == actor.id
        is_open = chat.waits_for_id is None or is_mine or chat.waiting_since <= now - OFFERED_ALONE
        found.append(Waiting(chat, places[chat.group_id], now - chat.waiting_since, is_mine, is_open))
    return found


def offered_to(actor: Actor) -> QuerySet[Chat]:
    """Waiting chats that it is the actor's turn to take, longest wait first."""
    is_late = Q(waiting_since__lte=clock.now() - OFFERED_ALONE)
    return waiting_in(actor).filter(Q(waits_for=None) | Q(waits_for_id=actor.person_id) | is_late)


def invited_to(actor: Actor) -> list[ChatMember]:
    """Invitations that the actor has neither followed nor declined, oldest first."""
    rows = ChatMember.objects.filter(PRESENT, user_id=actor.person_id, joined_at=None)
    running = rows.exclude(chat__state=State.ENDED).select_related("chat__ticket", "invited_by")
    return list(running.order_by("pk"))


def place_of(chat: Chat) -> int:
    """The visitor's place in the queue of their group: 1 is next. 0 if the chat does not wait."""
    if chat.state != State.WAITING:
        return 0
    earlier = Q(waiting_since__lt=chat.waiting_since) | Q(waiting_since=chat.waiting_since, pk__lt=chat.pk)
    return waiting().filter(earlier, group_id=chat.group_id).order_by().count() + 1


def longest_wait(groups: list[int] | None = None) -> datetime | None:
    """Since when the visitor who waits longest does, in these groups (None: in all); None if nobody waits."""
    rows = waiting().order_by()
    if groups is not None:
        rows = rows.filter(group_id__in=groups)
    since: datetime | None = rows.aggregate(since=Min("waiting_since"))["since"]
    return since

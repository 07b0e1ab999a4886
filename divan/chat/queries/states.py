"""What is true of a chat now, as each feed may know it. The visitor never learns of watchers and of whom was asked."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from divan.chat.access import DESK, PUBLIC
from divan.chat.actions.rating import may_be_rated
from divan.chat.models import PRESENT, Chat, ChatLine, ChatMember, EndReason, Role, State
from divan.chat.queries.lines import as_number, who_is
from divan.chat.queries.queue import place_of
from divan.chat.whereabouts import is_there
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.prepared import Prepared
from divan.realtime.lines.families import Content
from divan.tickets.events import TicketPromised
from divan.tickets.models import Event

_TOLD = (
    *("state", "group_id", "waiting_since", "visitor_name", "visitor_read", "visitor_seen_at", "end_reason"),
    *("visitor_left_at", "first_reply_at", "rating", "last_serial", "last_public"),
    *("ticket__number", "ticket__subject", "ticket__promised_on"),
)
_WHO = ("chat_id", "user__photo", "name", "title", "role", "joined_at", "read")
_chat = Prepared(
    lambda chat_id: Chat.objects.filter(pk=chat_id).select_related("ticket").only(*_TOLD), chat_id=int
)
_members = Prepared(
    lambda chat_id: (
        ChatMember.objects.filter(PRESENT | Q(left_at__gte=F("chat__ended_at")), chat_id=chat_id)
        .select_related("user")
        .only(*_WHO)
        .order_by("pk")
    ),
    chat_id=int,
)
"""Those who are in it or invited to it; of an ended chat, those who stayed until its end."""
_last_public = Prepared(
    lambda chat_id, serial: (
        ChatLine.objects.filter(chat_id=chat_id, serial__lte=as_number(serial), public__isnull=False)
        .order_by("-serial")
        .values_list("public", flat=True)[:1]
    ),
    chat_id=int,
    serial=int,
)


def chat_states(chat_id: int) -> dict[str, Content]:
    """The state of a chat for both feeds; {} if there is none."""
    chat = _chat.first(chat_id=chat_id)
    if chat is None:
        return {}
    members = _members(chat_id=chat_id)
    shared = _shared(chat)
    seen = [member for member in members if member.joined_at and member.role != Role.WATCHER]
    desk = {
        **shared,
        "ended": {"reason": chat.end_reason} if chat.state == State.ENDED else None,
        "experts": [_expert(member, for_desk=True) for member in members],
        "ticket": chat.ticket.number,
        "subject": chat.ticket.subject,
        "rating": chat.rating,
    }
    public = {
        **shared,
        "ended": _end_of(chat),
        "number": chat.ticket.number,
        "experts": [_expert(member) for member in seen],
        "read": _read_of(chat, seen),
        "may_rate": may_be_rated(chat) and chat.rating is None,
        "rating": chat.rating,
    }
    return {PUBLIC: public, DESK: desk}


def is_here(chat: Chat) -> bool:
    """Whether the visitor of a chat that goes on is there."""
    return chat.state != State.ENDED and is_there(chat, clock.now())


def _shared(chat: Chat) -> dict[str, Any]:
    return {
        "state": chat.state,
        "place": place_of(chat),
        "visitor": {"name": chat.visitor_name, "read": chat.visitor_read, "here": is_here(chat)},
    }


def _end_of(chat: Chat) -> dict[str, str] | None:
    """How it ended, for the visitor. `call`: the day (ISO 8601) by which whoever asked for a call is promised one; only the
    system itself promises a day to somebody who waits, a day that an agent promised is for something else.
    """
    if chat.state != State.ENDED:
        return None
    ended = {"reason": chat.end_reason}
    day = chat.ticket.promised_on
    if day and chat.end_reason == EndReason.UNANSWERED:
        asked = Event.objects.filter(ticket_id=chat.ticket_id, kind=TicketPromised.kind)
        if asked.filter(actor_kind=SYSTEM.kind).exists():
            ended["call"] = day.isoformat()
    return ended


def _expert(member: ChatMember, *, for_desk: bool = False) -> dict[str, Any]:
    """An expert; `read` counts lines of the experts' feed, which tell a visitor nothing they may know."""
    who = who_is(member)
    facts: dict[str, Any] = {
        "key": who["key"],
        "name": who["name"],
        "title": who["title"],
        "photo": who["photo"],
        "lead": member.role == Role.LEAD,
    }
    if for_desk:
        facts |= {
            "member": member.pk,
            "watcher": member.role == Role.WATCHER,
            "invited": member.joined_at is None,
            "read": member.read,
        }
    return facts


def _read_of(chat: Chat, seen: list[ChatMember]) -> int:
    """How far any expert has read, as a number of the visitor's own feed."""
    furthest = max((member.read for member in seen), default=0)
    if furthest >= chat.last_serial:
        return chat.last_public
    return (_last_public.first(chat_id=chat.pk, serial=furthest) or 0) if furthest else 0

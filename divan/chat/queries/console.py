"""What the console lists: chats of the reader's own, those that wait, and all that run where the reader may look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from divan.accounts.models import Group
from divan.chat import access
from divan.chat.models import PRESENT, Chat, ChatMember, State
from divan.chat.queries.queue import waiting_for
from divan.core.actors import Actor, Right
from divan.tickets.models import Ticket

MINE, WAITING, ALL = "mine", "waiting", "all"
SHOWS = (MINE, WAITING, ALL)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A chat in the list. `unread` counts lines that the reader has not read, of chats that they are in."""

    id: int
    channel: str
    number: str
    who: str
    language: str
    subject: str
    snippet: str
    is_waiting: bool
    since: datetime
    last_at: datetime
    page: str
    group: str
    experts: int
    unread: int
    is_mine: bool
    is_invited: bool
    may_accept: bool


@dataclass(frozen=True, slots=True)
class Console:
    """The list that is shown, and how many there are in each."""

    show: str
    rows: list[Row]
    mine: int
    waiting: int
    all: int


def console(actor: Actor, show: str) -> Console:
    """The list `show` and the counts of all three: the same few queries however many chats there are."""
    queue = [_waiting(one.chat, is_open=one.is_open_to_me) for one in waiting_for(actor)]
    own = [_own(stay) for stay in _stays(actor)]
    running = access.chats_for(actor).exclude(state=State.ENDED)
    offered = [row for row in queue if row.may_accept and row.id not in {one.id for one in own}]
    rows = {
        MINE: lambda: [*offered, *own],
        WAITING: lambda: queue,
        ALL: lambda: _all(actor, running, own, queue),
    }
    return Console(show, rows[show](), len(own), len(queue), running.count())


def groups_heard(actor: Actor) -> list[int]:
    """The groups whose queues change what the reader's list shows."""
    groups = actor.groups_with(Right.SEE)
    if groups is None:
        groups = list(Group.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
    return groups


def waiting_count(actor: Actor) -> int:
    """How many visitors wait where the actor may answer."""
    groups = actor.groups_with(Right.REPLY)
    rows = Chat.objects.filter(state=State.WAITING)
    return (rows if groups is None else rows.filter(group_id__in=groups)).count()


def earlier_chats(chat: Chat) -> int:
    """How many chats the same visitor had before this one."""
    return Chat.objects.filter(visitor_id=chat.visitor_id, pk__lt=chat.pk).count()


def earlier_tickets(chat: Chat) -> int:
    """How many other tickets the visitor has."""
    return Ticket.objects.filter(requester_id=chat.visitor_id).exclude(pk=chat.ticket_id).count()


def _experts() -> Coalesce:
    """How many take part besides the visitor, whoever reads."""
    stays = ChatMember.objects.filter(PRESENT, chat_id=OuterRef("pk"), joined_at__isnull=False).order_by()
    number = stays.values("chat_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())


def _stays(actor: Actor) -> Iterable[ChatMember]:
    stays = ChatMember.objects.filter(PRESENT, user_id=actor.person_id).exclude(chat__state=State.ENDED)
    seen = access.chats_for(actor).filter(pk__in=stays.values("chat_id"))
    chats = {one.pk: one for one in _shown(seen)}
    mine = [stay for stay in stays if stay.chat_id in chats]
    for stay in mine:
        stay.chat = chats[stay.chat_id]
    return sorted(
        mine, key=lambda stay: (stay.chat.state != State.WAITING, -stay.chat.last_line_at.timestamp())
    )


def _shown(chats: QuerySet[Chat]) -> QuerySet[Chat]:
    return chats.select_related("ticket", "group").annotate(experts=_experts())


def _all(actor: Actor, running: QuerySet[Chat], own: list[Row], queue: list[Row]) -> list[Row]:
    """Longest wait first, then those in which something was said last."""
    known = {row.id: row for row in [*queue, *own]}
    waits = Case(When(state=State.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    since = Case(When(state=State.WAITING, then=F("waiting_since")), default=None)
    rows = _shown(running).order_by(waits, since, "-last_line_at", "-pk")[:SHOWN]
    return [known.get(chat.pk) or _row(chat) for chat in rows]


def _own(stay: ChatMember) -> Row:
    unread = max(0, stay.chat.last_serial - stay.read)
    return _row(stay.chat, unread=unread, is_mine=True, is_invited=stay.joined_at is None)


def _waiting(chat: Chat, *, is_open: bool) -> Row:
    return _row(chat, may_accept=is_open)


def _row(
    chat: Chat, *, unread: int = 0, is_mine: bool = False, is_invited: bool = False, may_accept: bool = False
) -> Row:
    return Row(
        id=chat.pk,
        channel=chat.channel,
        number=chat.ticket.number,
        who=chat.visitor_name,
        language=chat.language,
        subject=chat.ticket.subject,
        snippet=chat.ticket.snippet[:100],
        is_waiting=chat.state == State.WAITING,
        since=chat.waiting_since,
        last_at=chat.last_line_at,
        page=chat.page_title,
        group=str(chat.group),
        experts=getattr(chat, "experts", 0),
        unread=unread,
        is_mine=is_mine,
        is_invited=is_invited,
        may_accept=may_accept,
    )

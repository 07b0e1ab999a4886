"""The live board of supervisors: who waits, who talks, who is there, and how today went so far (D10, P2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from divan.accounts.models import Group
from divan.chat.models import MISSED, Chat, ChatAgent, State
from divan.chat.queries.agents import is_there, with_load
from divan.consulting.queries.experts import colleagues
from divan.core import clock
from divan.core.actors import Actor, Right

LISTED = 50
SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a group, or of all. `longest` is the longest wait now; first answers of today are counted from the
    start of the chat, and None as long as there are none. `missed` chats of today ended before anybody took them.
    """

    waiting: int
    longest: timedelta | None
    active: int
    median: timedelta | None
    ninth: timedelta | None
    missed: int


@dataclass(frozen=True, slots=True)
class Row:
    """A group on the board."""

    group: Group
    figures: Figures


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who takes chats now, and how many of how many they lead."""

    id: int
    name: str
    load: int
    capacity: int

    @property
    def is_free(self) -> bool:
        return self.load < self.capacity


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the board shows. `first` waits longest; `missed` and `slowest` are what is behind the numbers.

    `groups` are those whose chats change it.
    """

    figures: Figures
    rows: list[Row]
    groups: list[int]
    colleagues: list[Colleague]
    first: Chat | None
    missed: list[Chat]
    slowest: list[tuple[Chat, timedelta]]


@dataclass(slots=True)
class _Tally:
    waiting: int = 0
    since: datetime | None = None
    active: int = 0
    missed: int = 0
    answers: list[timedelta] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Answer:
    """How long somebody waited for the first answer of a chat of today."""

    chat: int
    group: int
    after: timedelta


def board(actor: Actor) -> Board:
    """The board for the groups whose tickets the actor sees: seven queries, however many chats there are."""
    chats, seen = _in_groups(actor), actor.groups_with(Right.SEE)
    today = chats.filter(started_at__gte=_midnight(actor))
    answers = _answers(today)
    tallies = _tallies(chats, today, answers)
    groups = Group.objects.filter(Q(pk__in=list(tallies)) | Q(is_active=True))
    shown = [group for group in groups if seen is None or group.pk in seen]
    waiting = _listed(chats.filter(state=State.WAITING)).order_by("waiting_since", "pk")
    return Board(
        figures=_figures(tallies.values()),
        rows=[Row(group, _figures([tallies[group.pk]])) for group in shown if group.pk in tallies],
        groups=[group.pk for group in shown],
        colleagues=_colleagues(shown),
        first=waiting.first(),
        missed=list(_listed(today.filter(MISSED, state=State.ENDED)).order_by("-started_at", "-pk")[:LISTED]),
        slowest=_slowest(answers),
    )


def _in_groups(actor: Actor) -> QuerySet[Chat]:
    groups = actor.groups_with(Right.SEE)
    return Chat.objects.all() if groups is None else Chat.objects.filter(group_id__in=groups)


def _midnight(actor: Actor) -> datetime:
    """When today began for the reader."""
    here = clock.now().astimezone(ZoneInfo(actor.time_zone))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def _answers(today: QuerySet[Chat]) -> list[_Answer]:
    rows = today.exclude(first_reply_at=None).order_by()
    times = rows.values_list("pk", "group_id", "started_at", "first_reply_at")
    return [_Answer(pk, group, reply - start) for pk, group, start, reply in times if reply]


def _tallies(chats: QuerySet[Chat], today: QuerySet[Chat], answers: Iterable[_Answer]) -> dict[int, _Tally]:
    found: dict[int, _Tally] = defaultdict(_Tally)
    running = chats.exclude(state=State.ENDED).order_by().values_list("group_id", "state")
    for group, state, number, since in running.annotate(number=Count("pk"), since=Min("waiting_since")):
        if state == State.WAITING:
            found[group].waiting, found[group].since = number, since
        else:
            found[group].active = number
    missed = (
        today.filter(MISSED, state=State.ENDED)
        .order_by()
        .values_list("group_id")
        .annotate(number=Count("pk"))
    )
    for group, number in missed:
        found[group].missed = number
    for answer in answers:
        found[answer.group].answers.append(answer.after)
    return found


def _figures(tallies: Iterable[_Tally]) -> Figures:
    rows = list(tallies)
    waits = [one.since for one in rows if one.since]
    answers = sorted(answer for one in rows for answer in one.answers)
    return Figures(
        waiting=sum(one.waiting for one in rows),
        longest=clock.now() - min(waits) if waits else None,
        active=sum(one.active for one in rows),
        median=_at(answers, 50),
        ninth=_at(answers, 90),
        missed=sum(one.missed for one in rows),
    )


def _at(ordered: Sequence[timedelta], percent: int) -> timedelta | None:
    """The percentile by nearest rank: the smallest value that so many percent of all do not exceed."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def _colleagues(groups: Sequence[Group]) -> list[Colleague]:
    """Those who take chats now in one of these groups, the busiest first."""
    member = Q(memberships__group__in=groups, memberships__right__gte=int(Right.REPLY))
    able = colleagues().filter(Q(role__all_groups__gte=int(Right.REPLY)) | member)
    there = ChatAgent.objects.filter(is_there(), user__in=able.order_by().values("pk"))
    rows = with_load(there).select_related("user").order_by("-load", "pk")
    return [Colleague(one.pk, one.user.name or one.user.email, one.load, one.capacity) for one in rows]


def _slowest(answers: Iterable[_Answer]) -> list[tuple[Chat, timedelta]]:
    """The chats of today whose first answer took longest."""
    longest = sorted(answers, key=lambda one: (-one.after, one.chat))[:SLOWEST]
    chats = _listed(Chat.objects.all()).in_bulk([one.chat for one in longest])
    return [(chats[one.chat], one.after) for one in longest if one.chat in chats]


def _listed(chats: QuerySet[Chat]) -> QuerySet[Chat]:
    return chats.select_related("ticket", "group", "lead")

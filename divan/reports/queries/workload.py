"""Who has how much to do at this moment: open tickets, chats, and who is there (S9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from divan.accounts.models import User
from divan.accounts.models.users import photo_address
from divan.chat.models import ChatAgent, Presence
from divan.chat.queries.agents import SEEN, is_there, with_load
from divan.consulting.queries.experts import colleagues
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.tickets.access import on_desk
from divan.tickets.models import Ticket

OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has to do; without a person what nobody has taken. `oldest` is the number of the ticket whose
    requester waits longest, `since` when they do. `presence` is one of `Presence`, or `OFFLINE`; `photo` an address.
    """

    id: int | None
    name: str
    email: str
    open: int = 0
    waiting: int = 0
    since: datetime | None = None
    oldest: str = ""
    chats: int = 0
    capacity: int = 0
    presence: str = OFFLINE
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Workload:
    """Colleagues by name, and what nobody has taken."""

    people: list[Load]
    nobody: Load

    @property
    def most(self) -> int:
        """The most open tickets that anybody has: the length of the longest bar."""
        return max((load.open for load in (*self.people, self.nobody)), default=0)


def workload(actor: Actor) -> Workload:
    """Everybody who may answer in the groups that the actor sees, or has open tickets there; four queries."""
    tickets = _tickets(actor)
    people = _people(actor, {pk for pk in tickets if pk})
    presences = _presences(people)
    rows = people.order_by("name", "pk").values_list("pk", "name", "email", "photo")
    loads = [
        Load(
            pk,
            name or email,
            email,
            **tickets.get(pk, {}),
            **presences.get(pk, {}),
            photo=photo_address(photo),
        )
        for pk, name, email, photo in rows
    ]
    return Workload(loads, Load(None, "", "", **tickets.get(None, {})))


def _tickets(actor: Actor) -> dict[int | None, dict[str, Any]]:
    """Open tickets on the actor's desk by assignee."""
    rows = on_desk(actor).filter(is_open=True).order_by()
    counted = rows.values("assignee_id").annotate(
        number=Count("pk"), waiting=Count("waiting_since"), since=Min("waiting_since")
    )
    found: dict[int | None, dict[str, Any]] = {
        row["assignee_id"]: {"open": row["number"], "waiting": row["waiting"], "since": row["since"]}
        for row in counted
    }
    for assignee, since, number in _oldest(rows, (row["since"] for row in found.values())):
        if found[assignee]["since"] == since:
            found[assignee]["oldest"] = number
    return found


def _oldest(rows: QuerySet[Ticket], moments: Iterable[datetime | None]) -> Iterable[tuple[Any, ...]]:
    waiting = rows.filter(waiting_since__in=[moment for moment in moments if moment])
    return waiting.values_list("assignee_id", "waiting_since", "number")


def _people(actor: Actor, busy: set[int]) -> QuerySet[User]:
    """Active staff who may answer where the actor sees tickets, and whoever has some there."""
    groups = actor.groups_with(Right.SEE)
    answers = Q(memberships__right__gte=int(Right.REPLY))
    if groups is not None:
        answers &= Q(memberships__group__in=groups)
    able = Q(role__all_groups__gte=int(Right.REPLY)) | answers
    found = colleagues().filter(able).order_by().values("pk")
    return User.objects.filter(Q(pk__in=found) | Q(pk__in=busy))


def _presences(people: QuerySet[User]) -> dict[int, dict[str, Any]]:
    """Who is there for chats, how many each of them leads, and of how many."""
    there = set(ChatAgent.objects.filter(is_there()).values_list("pk", flat=True))
    since = clock.now() - SEEN
    found: dict[int, dict[str, Any]] = {}
    agents = with_load(ChatAgent.objects.filter(user__in=people.order_by().values("pk")))
    for pk, presence, capacity, seen, load in agents.values_list(
        "pk", "presence", "capacity", "seen_at", "load"
    ):
        is_at_desk = seen is not None and seen >= since
        chosen = Presence.AWAY if presence == Presence.ONLINE and pk not in there else presence
        found[pk] = {"chats": load, "capacity": capacity, "presence": chosen if is_at_desk else OFFLINE}
    return found

"""Whom a ticket was referred to: the chain on its page, and the view of whoever is asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.consulting import access
from divan.consulting.models import Referral
from divan.core.actors import Actor
from divan.tickets.access import may, on_desk
from divan.tickets.events import say
from divan.tickets.models import Ticket

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the chain. `depth` says how often it was referred on; deeper than 3 looks like 3."""

    id: int
    depth: int
    sentence: Markup
    state: str
    state_label: str
    at: datetime
    ended_at: datetime | None
    question: int | None
    answer: int | None
    is_mine: bool
    may_take_back: bool

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


def chain_of(actor: Actor, ticket: Ticket) -> list[Step]:
    """All questions about a ticket that the actor sees, each below the one that it came from (one query)."""
    rows = Referral.objects.filter(ticket=ticket).select_related("person", "group", "asked_by").order_by("pk")
    below: defaultdict[int, list[Referral]] = defaultdict(list)
    for row in rows:
        below[row.parent_id or 0].append(row)
    assigns = may(actor, "assign", ticket)
    steps: list[Step] = []

    def walk(parent: int, depth: int) -> None:
        for row in below[parent]:
            steps.append(_step(row, actor, depth, assigns=assigns))
            walk(row.pk, min(depth + 1, DEEPEST))

    walk(0, 0)
    return steps


def _step(row: Referral, actor: Actor, depth: int, *, assigns: bool) -> Step:
    asker = str(row.asked_by) if row.asked_by else _("someone who has left")
    is_open = row.ended_at is None
    return Step(
        id=row.pk,
        depth=depth,
        sentence=say(_("%(asker)s asks %(asked)s"), asker=asker, asked=row.asked),
        state=row.state,
        state_label=str(Referral.State(row.state).label),
        at=row.created_at,
        ended_at=row.ended_at,
        question=row.question_id,
        answer=row.answer_id,
        is_mine=is_open and access.is_asked(actor, row),
        may_take_back=is_open and (assigns or row.asked_by_id == actor.id),
    )


def referred_to(actor: Actor) -> QuerySet[Ticket]:
    """The tickets about which the actor, or a group of theirs, is asked now."""
    return on_desk(actor).filter(pk__in=access.asked_of(actor).order_by().values("ticket_id"))

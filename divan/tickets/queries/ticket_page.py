"""Everything that the desk shows beside the conversation of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed
from divan.tickets import access
from divan.tickets.gated import Gated
from divan.tickets.models import Follower, ReadMark, Ticket
from divan.tickets.queries.answers import Answer, answers_of

EARLIER = 6
_RELATED = (
    *("requester", "organization", "assignee", "group", "category", "form", "asset"),
    *("statement", "statement__author"),
)
# Long texts that the desk does not show.
_UNSEEN = ("form__intros", "form__confirmations", "form__consents", "organization__note")
_EARLIER_COLUMNS = ("number", "subject", "status", "language", "last_activity_at")


@dataclass(frozen=True, slots=True)
class Context:
    """The context panel."""

    earlier: list[dict[str, Any]]
    answers: list[Answer]
    local_time: datetime


def desk_ticket(actor: Actor, number: str) -> Ticket:
    """The ticket with that number on whose desk side the actor stands, with all that its page names.

    `seen_at` on the answer is when the actor last read it, `is_followed` whether they follow it, `home_number` the ticket
    that it was merged into. Raises NotAllowed otherwise, also for a ticket
    that the actor asked and may only see in the portal.
    """
    found = _numbered.first(actor, number=number)
    if found is None:
        raise NotAllowed(number)
    found.found_for = actor.id
    return found


def _with_all(actor: Actor, number: str) -> QuerySet[Ticket]:
    # There is one at most; ordering the whole would cost a quarter more.
    mark = ReadMark.objects.filter(user_id=actor.person_id, ticket_id=OuterRef("pk")).values("seen_at")[:1]
    tickets = access.on_desk(actor).filter(number=number).select_related(*_RELATED).defer(*_UNSEEN)
    return tickets.annotate(
        seen_at=Subquery(mark),
        is_followed=Exists(Follower.objects.filter(user_id=actor.person_id, ticket_id=OuterRef("pk"))),
        home_number=F("merged_into__number"),
    )


_numbered = Gated(_with_all, number=str)


def context_of(actor: Actor, ticket: Ticket) -> Context:
    """The rest of the context panel, in at most two queries."""
    return Context(
        earlier=_earlier(actor, requester=ticket.requester_id, ticket=ticket.pk),
        answers=answers_of(ticket, actor.language),
        local_time=clock.now().astimezone(_zone(ticket)),
    )


def _others(actor: Actor, requester: int, ticket: int) -> QuerySet[Ticket, dict[str, Any]]:
    others = access.visible_to(actor).filter(requester_id=requester).exclude(pk=ticket)
    return others.order_by("-last_activity_at", "-id").values(*_EARLIER_COLUMNS)[:EARLIER]


_earlier = Gated(_others, requester=int, ticket=int)


def _zone(ticket: Ticket) -> ZoneInfo:
    try:
        return ZoneInfo(ticket.requester.time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def verbs_for(actor: Actor, ticket: Ticket) -> frozenset[str]:
    """What the actor may do with a ticket of `desk_ticket`; the page offers nothing else. Asks no database."""
    right = access.right_on(actor, ticket)
    held = frozenset(verb for verb, needed in access.STAFF_RIGHTS.items() if right >= max(needed, Right.SEE))
    return held & access.AFTER_MERGING if ticket.merged_into_id else held

"""Everything that the desk shows beside the conversation of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed
from divan.tickets import access
from divan.tickets.models import Link, ReadMark, Ticket
from divan.tickets.queries.answers import Answer, answers_of
from divan.tickets.queries.lists import on_desk

EARLIER = 6
_RELATED = ("requester", "organization", "assignee", "group", "category", "form")
# Long texts that the desk does not show.
_UNSEEN = ("form__intros", "form__confirmations", "form__consents", "organization__note")
_EARLIER_COLUMNS = ("number", "subject", "status", "language", "last_activity_at")


@dataclass(frozen=True, slots=True)
class Context:
    """The context panel."""

    earlier: list[dict[str, Any]]
    linked: list[dict[str, Any]]
    answers: list[Answer]
    local_time: datetime


def desk_ticket(actor: Actor, number: str) -> Ticket:
    """The ticket with that number on whose desk side the actor stands, with all that its page names.

    `seen_at` on the answer is when the actor last read it. Raises NotAllowed otherwise, also for a ticket
    that the actor asked and may only see in the portal.
    """
    mark = ReadMark.objects.filter(user_id=actor.id or 0, ticket_id=OuterRef("pk")).values("seen_at")[:1]
    tickets = on_desk(actor).filter(number=number).select_related(*_RELATED).defer(*_UNSEEN)
    # There is one at most; `first` would order the whole and cost a quarter more.
    found = next(iter(tickets.annotate(seen_at=Subquery(mark))), None)
    if found is None:
        raise NotAllowed(number)
    return found


def context_of(actor: Actor, ticket: Ticket) -> Context:
    """The rest of the context panel, in at most three queries."""
    others = access.visible_to(actor).filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
    earlier = others.order_by("-last_activity_at", "-id").values(*_EARLIER_COLUMNS)[:EARLIER]
    return Context(
        earlier=list(earlier),
        linked=_linked(actor, ticket),
        answers=answers_of(ticket, actor.language),
        local_time=clock.now().astimezone(_zone(ticket)),
    )


def _linked(actor: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """The tickets that have to do with this one, as far as the actor may see them."""
    there = Link.objects.filter(ticket=ticket).values("other")
    back = Link.objects.filter(other=ticket).values("ticket")
    linked = access.visible_to(actor).filter(Q(pk__in=there) | Q(pk__in=back))
    return list(linked.order_by("-last_activity_at", "-id").values(*_EARLIER_COLUMNS)[:EARLIER])


def _zone(ticket: Ticket) -> ZoneInfo:
    try:
        return ZoneInfo(ticket.requester.time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def verbs_for(actor: Actor, ticket: Ticket) -> frozenset[str]:
    """What the actor may do with the ticket; the page offers nothing else. Asks no database."""
    right = actor.right_in(ticket.group_id)
    return frozenset(verb for verb, needed in access.STAFF_RIGHTS.items() if right >= max(needed, Right.SEE))

"""What the desk shows of tickets that have to do with each other, of mergers, and of who follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.circles import Widening, widening_of
from divan.tickets.models import Follower, Grant, Link, Ticket
from divan.tickets.queries.duplicates import ROW

MOST = 50


@dataclass(frozen=True, slots=True)
class Bundle:
    """Linked tickets of one kind under their heading. `is_children`: they are what this ticket is the parent of."""

    heading: str
    rows: Sequence[dict[str, Any]]
    is_children: bool = False

    @property
    def unfinished(self) -> int:
        """How many of them are not solved yet."""
        return sum(row["is_open"] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merger would do. `messages` come along; `same_people`: nobody would read more than now.

    `colleagues` are those of the desk who would newly read the ticket: names of a group and of people.
    """

    into: Ticket
    messages: int
    widening: Widening
    colleagues: Sequence[str]


def links_of(actor: Actor, ticket: Ticket) -> list[Bundle]:
    """The linked tickets by kind, as far as the actor may see them: two queries."""
    links = Link.objects.filter(Q(ticket=ticket) | Q(other=ticket)).order_by("pk")
    ways: dict[int, tuple[str, bool]] = {}
    for start, end, kind in links.values_list("ticket_id", "other_id", "kind")[:MOST]:
        is_back = end == ticket.pk
        ways[start if is_back else end] = (kind, is_back and kind != Link.Kind.RELATED)
    if not ways:
        return []
    seen = access.visible_to(actor).filter(pk__in=ways).order_by("-is_open", "-last_activity_at", "-id")
    rows = list(seen.values(*ROW, "is_open"))
    bundles = [
        Bundle(heading, [row for row in rows if ways[row["id"]] == way], way == (Link.Kind.PARENT, False))
        for way, heading in _headings().items()
    ]
    return [bundle for bundle in bundles if bundle.rows]


def _headings() -> dict[tuple[str, bool], str]:
    """By kind of link and whether it points back to the ticket that is looked at."""
    return {
        (Link.Kind.PARENT, True): pgettext("linked tickets", "Parent"),
        (Link.Kind.PARENT, False): pgettext("linked tickets", "Children"),
        (Link.Kind.DUPLICATE, False): pgettext("linked tickets", "Duplicate of"),
        (Link.Kind.DUPLICATE, True): pgettext("linked tickets", "Duplicates"),
        (Link.Kind.RELATED, False): pgettext("linked tickets", "Related"),
    }


def merged_here(actor: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """The tickets that were merged into this one, as far as the actor may see them."""
    if not ticket.has_merged:
        return []
    seen = access.visible_to(actor).filter(merged_into=ticket)
    return list(seen.order_by("pk").values(*ROW)[:MOST])


def followers_of(ticket: Ticket) -> list[User]:
    """Who follows the ticket, in the order in which they began to."""
    rows = Follower.objects.filter(ticket=ticket, user__is_active=True).select_related("user")
    return [row.user for row in rows.order_by("pk")]


def preview_of(ticket: Ticket, into: Ticket) -> Preview:
    """What merging `ticket` into `into` would do."""
    return Preview(
        into=into,
        messages=Message.objects.filter(conversation_id=ticket.conversation_id).count(),
        widening=widening_of(ticket, into),
        colleagues=_colleagues(ticket, into),
    )


def _colleagues(ticket: Ticket, into: Ticket) -> list[str]:
    """The other group, and those who see the other ticket although they are in neither."""
    names = [str(into.group)] if into.group_id != ticket.group_id else []
    granted = (
        Grant.objects.filter(ticket=into, ended_at=None).select_related("person", "group").order_by("pk")
    )
    names += [str(grant.person or grant.group) for grant in granted]
    return list(dict.fromkeys(names))

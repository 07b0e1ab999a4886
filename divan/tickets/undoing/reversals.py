"""How each kind of event is reversed, by ordinary verbs. Slices above add their own kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.registry import Registry
from divan.tickets import actions, events
from divan.tickets.models import Tag, Tagging, Ticket

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reversal:
    """`fact` is what the event changed: a later event of another batch about the same fact forbids the reversal.
    `holds` tells whether the ticket is still as the payload left it; `reverse` makes it as it was before.

    Of several events the one with the lowest `order` is reversed first, of equals the newest.
    """

    fact: str
    holds: Callable[[Ticket, Stored], bool]
    reverse: Callable[[Ticket, Stored, Actor], object]
    order: int = 50


reversals: Registry[Reversal] = Registry("reversals of events")


def _move_back(ticket: Ticket, payload: Stored, actor: Actor) -> object:
    group = Group.objects.filter(pk=payload["before_group"]).first()
    if group is None:
        raise Refused(_("This group is no longer in use."))
    return actions.move(ticket, group, actor=actor)


def _set_status_back(ticket: Ticket, payload: Stored, actor: Actor) -> object:
    return actions.restore_status(ticket, payload["before"], actor=actor)


def _set_priority_back(ticket: Ticket, payload: Stored, actor: Actor) -> object:
    impact, urgency = payload.get("before_impact", ""), payload.get("before_urgency", "")
    return actions.set_priority(ticket, impact=impact, urgency=urgency, actor=actor)


def _retag_back(ticket: Ticket, payload: Stored, actor: Actor) -> object:
    names = dict(
        Tag.objects.filter(pk__in=[*payload["added"], *payload["removed"]]).values_list("id", "name")
    )
    removed, added = ([names[pk] for pk in payload[what] if pk in names] for what in ("removed", "added"))
    return actions.retag(ticket, add=removed, remove=added, actor=actor)


def _snooze_back(ticket: Ticket, payload: Stored, actor: Actor) -> object:
    before = payload.get("before")
    if before and before > clock.now().timestamp():
        return actions.snooze(ticket, datetime.fromtimestamp(before, UTC), actor=actor)
    return actions.wake(ticket, actor=actor)


def _is_snoozed_so(ticket: Ticket, payload: Stored) -> bool:
    return ticket.snoozed_until is not None and int(ticket.snoozed_until.timestamp()) == payload["until"]


def _has_tags_since(ticket: Ticket, payload: Stored) -> bool:
    present = set(Tagging.objects.filter(ticket=ticket).values_list("tag_id", flat=True))
    return present.issuperset(payload["added"]) and present.isdisjoint(payload["removed"])


def _is_in_state(ticket: Ticket, payload: Stored) -> bool:
    return ticket.status == payload["status"]


def register() -> None:
    """Called once, when the slice is ready."""
    for kind, reversal in {
        # First the group: only there the assignee of before may be allowed to answer.
        events.TicketMoved.kind: Reversal(
            "group", lambda ticket, payload: ticket.group_id == payload["group"], _move_back, 10
        ),
        events.TicketAssigned.kind: Reversal(
            "assignee",
            lambda ticket, payload: ticket.assignee_id == payload["assignee"],
            lambda ticket, payload, actor: actions.assign(ticket, payload["before_assignee"], actor=actor),
        ),
        events.StateChanged.kind: Reversal("status", _is_in_state, _set_status_back),
        events.TicketSolved.kind: Reversal(
            "status", lambda ticket, _payload: ticket.status == "solved", _set_status_back
        ),
        events.TicketClosed.kind: Reversal(
            "status", lambda ticket, _payload: ticket.status == "closed", _set_status_back
        ),
        events.PriorityChanged.kind: Reversal(
            "priority",
            lambda ticket, payload: (
                (ticket.impact, ticket.urgency) == (payload["impact"], payload["urgency"])
            ),
            _set_priority_back,
        ),
        events.CategoryChanged.kind: Reversal(
            "category",
            lambda ticket, payload: ticket.category_id == payload["category"],
            lambda ticket, payload, actor: actions.categorise(
                ticket, payload.get("before_category"), actor=actor
            ),
        ),
        events.TicketSnoozed.kind: Reversal("snooze", _is_snoozed_so, _snooze_back),
        events.TicketTagged.kind: Reversal("tags", _has_tags_since, _retag_back),
    }.items():
        reversals.add(kind, reversal)

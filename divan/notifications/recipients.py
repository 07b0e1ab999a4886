"""Who is told of an event. The answer comes from the log, not from how the ticket stands today."""

from __future__ import annotations

from collections.abc import Callable

from divan.accounts.models import Membership, User
from divan.core.actors import Right
from divan.core.registry import Registry
from divan.tickets import events
from divan.tickets.access import REVIEW
from divan.tickets.models import Event, Follower

Rule = Callable[[Event], set[int]]


def recipients(event: Event) -> set[int]:
    """Ids of the people to tell: those whom it concerns and those who follow; whoever did it knows already."""
    rule = RULES.get(event.kind)
    if rule is None:
        return set()
    told = rule(event) | (followers(event) if event.kind in FOLLOWED else set())
    return told - {event.actor_id or 0}


def followers(event: Event) -> set[int]:
    """Those who followed the ticket when it happened and still do."""
    rows = Follower.objects.filter(ticket_id=event.ticket_id, created_at__lte=event.at, user__is_active=True)
    return set(rows.values_list("user_id", flat=True))


def _nobody(_event: Event) -> set[int]:
    return set()


def assignee(event: Event) -> set[int]:
    """Whoever the ticket was assigned to when it happened."""
    assigned = Event.objects.filter(
        ticket_id=event.ticket_id, kind=events.TicketAssigned.kind, seq__lte=event.seq
    )
    payload = assigned.order_by("-seq").values_list("payload", flat=True).first()
    return {payload["assignee"]} if payload and payload["assignee"] else set()


def _waited_for(event: Event) -> set[int]:
    """The assignee, and whoever had put the ticket off."""
    snoozed = Event.objects.filter(
        ticket_id=event.ticket_id, kind=events.TicketSnoozed.kind, seq__lt=event.seq
    )
    snoozer = snoozed.order_by("-seq").values_list("actor_id", flat=True).first()
    return assignee(event) | ({snoozer} if snoozer else set())


def _noted(event: Event) -> set[int]:
    """The assignee, and those whom the note mentions; of groups everybody who belongs to them now."""
    groups = event.payload.get("groups") or []
    members = Membership.objects.filter(group_id__in=groups, right__gte=Right.SEE, user__is_active=True)
    told = set(members.values_list("user_id", flat=True)) if groups else set()
    return assignee(event) | set(event.payload.get("mentioned") or []) | told


def _new_assignee(event: Event) -> set[int]:
    return {event.payload["assignee"]} if event.payload["assignee"] else set()


def _author(event: Event) -> set[int]:
    """Whoever wrote what was not sent."""
    return {event.payload["person"]}


def _reviewers(event: Event) -> set[int]:
    """Those who may review in the ticket's group. Roles and memberships are as they are now."""
    group = event.ticket.group_id
    staff = User.objects.filter(is_active=True, role__is_staff=True).select_related("role")
    able = [person for person in staff if REVIEW in person.role.held_permissions]
    members = set(
        Membership.objects.filter(group_id=group, right__gte=Right.REPLY, user__in=able).values_list(
            "user_id", flat=True
        )
    )
    return members | {person.pk for person in able if person.role.all_groups >= Right.REPLY}


def _requester(event: Event) -> set[int]:
    return {event.ticket.requester_id}


def _group(event: Event) -> set[int]:
    """Those who answer in the group that the ticket came to. Memberships are as they are now."""
    moved = Event.objects.filter(ticket_id=event.ticket_id, kind=events.TicketMoved.kind)
    payload = moved.order_by("seq").values_list("payload", flat=True).first()
    group = payload["before_group"] if payload else event.ticket.group_id
    answering = Membership.objects.filter(group_id=group, right__gte=Right.REPLY, user__is_active=True)
    return set(answering.values_list("user_id", flat=True))


# Higher slices add the rules of their own kinds of event.
RULES: Registry[Rule] = Registry("who is told of an event")
for _kind, _rule in {
    events.TicketCreated.kind: _group,
    events.MessageReceived.kind: assignee,
    events.MessageNoted.kind: _noted,
    events.MessageWithheld.kind: assignee,
    events.MessageShared.kind: _requester,
    events.MessageSent.kind: _requester,
    events.TicketAssigned.kind: _new_assignee,
    events.MessageHeld.kind: _author,
    events.ReplySubmitted.kind: _reviewers,
    events.ReplyApproved.kind: _author,
    events.ReplyReturned.kind: _author,
    events.TicketReopened.kind: assignee,
    events.TicketSolved.kind: _requester,
    events.TicketClosed.kind: _requester,
    events.TicketMerged.kind: assignee,
    events.StateChanged.kind: _nobody,
    events.TicketPromised.kind: _requester,
    events.TicketWoken.kind: _waited_for,
}.items():
    RULES.add(_kind, _rule)

# Of several events in one batch, people are told the one that says most; what is not named here weighs 1.
WEIGHTS: Registry[int] = Registry("how much an event says")
for _kind, _weight in {
    events.TicketMerged.kind: 4,
    events.TicketSolved.kind: 3,
    events.TicketClosed.kind: 3,
    events.TicketReopened.kind: 3,
    events.TicketAssigned.kind: 2,
}.items():
    WEIGHTS.add(_kind, _weight)

# What followers are told; an event of theirs that concerns them anyway is told once.
FOLLOWED = frozenset(
    kind.kind
    for kind in (
        *(events.MessageReceived, events.MessageNoted, events.MessageSent, events.StateChanged),
        *(events.TicketReopened, events.TicketSolved, events.TicketClosed, events.TicketMerged),
    )
)

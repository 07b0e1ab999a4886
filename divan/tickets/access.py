"""The gate. "May see" is one queryset; lists, pages, files, search, sockets and mail all ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from divan.conversations.models import Attachment, Message, Visibility
from divan.core.actors import Actor, Kind, Right
from divan.core.errors import NotAllowed
from divan.core.ids import id_in
from divan.core.registry import Registry
from divan.core.rows import one_of
from divan.tickets.events.payloads import kinds
from divan.tickets.merged import brought_to
from divan.tickets.models import Composition, Event, Grant, Participant, SavedView, Ticket

REVIEW = "tickets.review"
SHARE = "views.share"

# What each verb needs in the ticket's group; slices above add their own verbs.
STAFF_RIGHTS: Registry[Right] = Registry("rights of verbs")
for _verb, _right in {
    "see": Right.SEE,
    "note": Right.SEE,
    "grant": Right.SEE,
    "reply": Right.REPLY,
    "forward": Right.REPLY,
    "copy_in": Right.REPLY,
    "open": Right.REPLY,
    "assign": Right.CHANGE,
    "move": Right.CHANGE,
    "set_priority": Right.CHANGE,
    "categorise": Right.CHANGE,
    "set_type": Right.CHANGE,
    "set_asset": Right.REPLY,
    "set_fields": Right.REPLY,
    "tag": Right.CHANGE,
    "wait": Right.REPLY,
    "hold": Right.REPLY,
    "snooze": Right.REPLY,
    "wake": Right.REPLY,
    "promise": Right.REPLY,
    "state_problem": Right.REPLY,
    "solve": Right.REPLY,
    "close": Right.CHANGE,
    "reopen": Right.REPLY,
    "link": Right.REPLY,
    "merge": Right.CHANGE,
    "split": Right.REPLY,
    "follow": Right.SEE,
    "share": Right.REPLY,
}.items():
    STAFF_RIGHTS.add(_verb, _right)

# What remains possible with a ticket that was merged into another; everything else happens there.
AFTER_MERGING = frozenset({"see", "note", "grant", "tag", "link", "share", "follow"})

# What requesters, participants and guests may do with a ticket that they can see.
CUSTOMER_VERBS = frozenset({"see", "reply", "confirm", "reopen"})


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that the actor may see; every read of tickets starts here."""
    tickets = Ticket.objects.all()
    if actor.kind is Kind.SYSTEM:
        return tickets
    if actor.kind is Kind.GUEST:
        return tickets.filter(pk=actor.ticket_id or 0)
    if actor.kind is not Kind.PERSON:
        return tickets.none()
    if not actor.is_staff:
        return tickets.filter(_own(actor))
    groups = actor.groups_with(Right.SEE)
    if groups is None:
        return tickets
    return tickets.filter(Q(group_id__in=groups) | Q(requester_id=actor.id) | Q(pk__in=granted_to(actor)))


def granted_to(actor: Actor) -> QuerySet[Any, Any]:
    """Ids of the tickets that a colleague sees by a grant: besides those of their groups, and as somebody who may
    read everything and write notes. The one place that reads grants for the gate; customers have none.
    """
    if actor.kind is not Kind.PERSON or not actor.is_staff:
        return Grant.objects.none().values("ticket_id")
    groups = actor.groups_with(Right.SEE) or []
    return Grant.open_to(actor.person_id, groups)


def at_desk(actor: Actor) -> Q | None:
    """A condition on tickets: the actor stands on their desk's side. None where that is so for all of them."""
    groups = actor.groups_with(Right.SEE)
    return None if groups is None else Q(group_id__in=groups) | Q(pk__in=granted_to(actor))


def on_desk(actor: Actor) -> QuerySet[Ticket]:
    """The tickets on whose desk side the actor stands; what they asked themselves is in the portal."""
    condition = at_desk(actor)
    return Ticket.objects.all() if condition is None else Ticket.objects.filter(condition)


def in_groups(actor: Actor) -> QuerySet[Ticket]:
    """The tickets of the groups that the actor sees, as lists of groups show them."""
    groups = actor.groups_with(Right.SEE)
    return Ticket.objects.all() if groups is None else Ticket.objects.filter(group_id__in=groups)


def own_tickets(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that a person has asked or takes part in, as the portal lists them."""
    return Ticket.objects.filter(_own(actor)) if actor.kind is Kind.PERSON else visible_to(actor)


def _own(actor: Actor) -> Q:
    """A condition on ids, so that both databases go from the few own tickets, not through all of them."""
    mine = Ticket.objects.filter(requester_id=actor.id or 0).order_by().values("pk")
    parts: list[QuerySet[Any, Any]] = [Participant.objects.filter(user_id=actor.id or 0).values("ticket_id")]
    if actor.shares_organization and actor.organization_id:
        parts.append(Ticket.objects.filter(organization_id=actor.organization_id).order_by().values("pk"))
    return Q(pk__in=mine.union(*parts))


def ticket_for(actor: Actor, number: str) -> Ticket:
    """The ticket with that number, if the actor may see it; missing and forbidden look the same."""
    return one_of(visible_to(actor).filter(number=number), number)


def is_staff_on(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor stands on the desk's side of this ticket (an agent may also be its requester)."""
    return right_on(actor, ticket) >= Right.SEE


def right_on(actor: Actor, ticket: Ticket) -> Right:
    """The right held on a ticket: that in its group, or by a grant to see it.

    Asks the database only for colleagues without a right in the group, and not again for a ticket that
    `desk_ticket` found for them.
    """
    held = actor.right_in(ticket.group_id)
    if held >= Right.SEE or not actor.is_staff:
        return held
    if ticket.found_for == actor.id or on_desk(actor).filter(pk=ticket.pk).exists():
        return Right.SEE
    return Right.NONE


def on_desk_among(actor: Actor, groups: Mapping[int, int]) -> set[int]:
    """Of tickets, given with their groups by id, those on whose desk side the actor stands."""
    held = {pk for pk, group in groups.items() if actor.right_in(group) >= Right.SEE}
    if rest := groups.keys() - held if actor.is_staff else ():
        held.update(on_desk(actor).filter(pk__in=rest).values_list("pk", flat=True))
    return held


def may(actor: Actor, verb: str, ticket: Ticket) -> bool:
    """Whether the actor may do `verb` to a ticket."""
    if actor.is_system:
        return True
    needed = STAFF_RIGHTS.get(verb)
    if needed is not None and right_on(actor, ticket) >= max(needed, Right.SEE):
        return True
    return (
        verb in CUSTOMER_VERBS
        and not is_staff_on(actor, ticket)
        and visible_to(actor).filter(pk=ticket.pk).exists()
    )


def require(actor: Actor, verb: str, ticket: Ticket) -> None:
    """Raise NotAllowed unless the actor may do `verb`."""
    if not may(actor, verb, ticket):
        raise NotAllowed(f"{verb} {ticket.number}")


def messages_for(actor: Actor, ticket: Ticket) -> QuerySet[Message]:
    """The ticket's messages as far as the actor may read them, with those of tickets that were merged into it:
    notes stay on the desk's side, and so does what was merged without showing it to the customers here.
    """
    on_desk, brought = is_staff_on(actor, ticket), brought_to(ticket)
    messages = Message.objects.filter(conversation_id=ticket.conversation_id)
    if brought:
        readable = [one for one in brought if on_desk or brought[one].is_open]
        messages = Message.objects.filter(conversation_id__in=[ticket.conversation_id, *readable])
    return messages if on_desk else messages.public()


def messages_in(actor: Actor, groups: Mapping[int, int]) -> QuerySet[Message]:
    """`messages_for` of many tickets that the actor sees: `groups` are the tickets' groups by conversation."""
    on_desk = [one for one, group in groups.items() if actor.right_in(group) >= Right.SEE]
    messages = Message.objects.filter(conversation_id__in=groups)
    if len(on_desk) == len(groups):
        return messages
    granted = Ticket.objects.filter(pk__in=granted_to(actor)).order_by().values("conversation_id")
    return messages.filter(
        Q(visibility=Visibility.PUBLIC) | Q(conversation_id__in=on_desk) | Q(conversation_id__in=granted)
    )


def events_for(actor: Actor, ticket: Ticket) -> QuerySet[Event]:
    """The ticket's events as far as the actor may see them. What is private is told by the slice that owns it."""
    private = [kind for kind, payload in kinds.items() if payload.is_private]
    events = Event.objects.filter(ticket_id=ticket.pk).exclude(kind__in=private)
    return events if is_staff_on(actor, ticket) else events.filter(public=True)


def attachment_for(actor: Actor, ticket: Ticket, attachment_id: int) -> Attachment:
    """A file of a message that the actor may read."""
    return one_of(
        Attachment.objects.filter(pk=attachment_id, message__in=messages_for(actor, ticket)),
        f"file {attachment_id}",
    )


def compositions_of(actor: Actor) -> QuerySet[Composition]:
    """What the actor has written and not sent yet, or sent; what others write is never among it."""
    return Composition.objects.filter(author_id=actor.id) if actor.is_staff else Composition.objects.none()


def composition_for(actor: Actor, composition_id: int) -> Composition:
    """The actor's own composition with that id; raises NotAllowed for any other."""
    return one_of(
        compositions_of(actor).filter(pk=composition_id).select_related("ticket"),
        f"composition {composition_id}",
    )


def saved_views_of(actor: Actor) -> QuerySet[SavedView]:
    """The views that the actor has made, alone or shared."""
    return SavedView.objects.filter(owner_id=actor.id) if actor.is_staff else SavedView.objects.none()


def saved_views_seen_by(actor: Actor) -> QuerySet[SavedView]:
    """Their own views, those shared with everybody, and those of groups whose tickets they see. What is in a view
    depends on who looks: sharing one shows nobody a ticket.
    """
    if not actor.is_staff:
        return SavedView.objects.none()
    groups = actor.groups_with(Right.SEE)
    shared = Q(group__isnull=False) if groups is None else Q(group_id__in=groups)
    return SavedView.objects.filter(Q(owner_id=actor.id) | Q(is_global=True) | shared)


def saved_view_seen_by(actor: Actor, view_id: int) -> SavedView:
    """A view that the actor sees; raises NotAllowed for any other."""
    return one_of(saved_views_seen_by(actor).filter(pk=view_id), f"view {view_id}")


def saved_view_for(actor: Actor, view_id: int) -> SavedView:
    """A view that the actor may change; raises NotAllowed for any other."""
    found = saved_view_seen_by(actor, view_id)
    if not may_change_view(actor, found):
        raise NotAllowed(f"view {view_id}")
    return found


def may_change_view(actor: Actor, view: SavedView) -> bool:
    """Whether the actor may change a view: shared ones belong to those who may share so, others to their owner."""
    if view.is_shared:
        return may_share_view(actor, view.group_id)
    return actor.is_staff and view.owner_id == actor.id


def may_share_view(actor: Actor, group_id: int | None) -> bool:
    """Whether the actor may share views with a group, or without one with everybody."""
    if group_id is None:
        return actor.is_staff and actor.may(SHARE)
    return actor.right_in(group_id) >= Right.ALL


def compositions_to_review(actor: Actor) -> QuerySet[Composition]:
    """What others have written that waits for review, in the groups where the actor may answer."""
    if not actor.is_staff or not actor.may(REVIEW):
        return Composition.objects.none()
    rows = Composition.objects.filter(state=Composition.State.REVIEW).exclude(author_id=actor.id)
    groups = actor.groups_with(Right.REPLY)
    if groups is None:
        return rows
    return rows.filter(Q(ticket__group_id__in=groups) | Q(ticket=None, group_id__in=groups))


def may_review(actor: Actor, composition: Composition) -> bool:
    """Whether the actor may approve what somebody else has written, or give it back."""
    group = composition.ticket.group_id if composition.ticket else composition.group_id
    is_own = composition.author_id == actor.id
    return not is_own and actor.may(REVIEW) and actor.right_in(group) >= Right.REPLY


def composition_to_review(actor: Actor, composition_id: int) -> Composition:
    """Something that the actor may review; raises NotAllowed for anything else."""
    found = Composition.objects.select_related("ticket").filter(pk=composition_id).first()
    if found is None or not may_review(actor, found):
        raise NotAllowed(f"composition {composition_id}")
    return found


def acquaintances(actor: Actor) -> Q:
    """A condition on people: of the tickets that the actor sees the requesters, those who take part, and the
    others of the requester's organisation.
    """
    seen = visible_to(actor)
    taking_part = Participant.objects.filter(user_id=OuterRef("pk"), ticket__in=seen)
    return (
        Q(Exists(seen.filter(requester_id=OuterRef("pk"))))
        | Q(Exists(taking_part))
        | Q(Exists(seen.filter(organization_id=OuterRef("organization_id"))))
    )


def may_listen_ticket(actor: Actor, key: str) -> bool:
    """Topic `ticket:<id>`: the public side of a ticket."""
    return visible_to(actor).filter(pk=id_in(key)).exists()


def may_listen_desk(actor: Actor, key: str) -> bool:
    """Topic `desk:<id>`: everything about a ticket, notes included."""
    found = visible_to(actor).filter(pk=id_in(key)).first() if actor.is_staff else None
    return found is not None and is_staff_on(actor, found)


def may_listen_inbox(actor: Actor, key: str) -> bool:
    """Topic `inbox:<group id>`: something changed in a group's queue."""
    group = id_in(key)
    return bool(group) and actor.is_staff and actor.right_in(group) >= Right.SEE

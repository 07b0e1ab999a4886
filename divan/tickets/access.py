"""The gate. "May see" is one queryset; lists, pages, files, search, sockets and mail all ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from divan.conversations.models import Attachment, Message, Visibility
from divan.core.actors import Actor, Kind, Right
from divan.core.errors import NotAllowed
from divan.tickets.models import Composition, Event, Participant, SavedView, Ticket

REVIEW = "tickets.review"

# What each verb needs in the ticket's group.
STAFF_RIGHTS = {
    "see": Right.SEE,
    "note": Right.SEE,
    "reply": Right.REPLY,
    "forward": Right.REPLY,
    "copy_in": Right.REPLY,
    "open": Right.REPLY,
    "assign": Right.CHANGE,
    "move": Right.CHANGE,
    "set_priority": Right.CHANGE,
    "categorise": Right.CHANGE,
    "tag": Right.CHANGE,
    "wait": Right.REPLY,
    "hold": Right.REPLY,
    "solve": Right.REPLY,
    "close": Right.CHANGE,
    "reopen": Right.REPLY,
    "link": Right.REPLY,
    "share": Right.REPLY,
}

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
    return tickets if groups is None else tickets.filter(Q(group_id__in=groups) | Q(requester_id=actor.id))


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
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NotAllowed(number)
    return found


def is_staff_on(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor stands on the desk's side of this ticket (an agent may also be its requester)."""
    return actor.right_in(ticket.group_id) >= Right.SEE


def may(actor: Actor, verb: str, ticket: Ticket) -> bool:
    """Whether the actor may do `verb` to a ticket."""
    if actor.is_system:
        return True
    needed = STAFF_RIGHTS.get(verb)
    if needed is not None and actor.right_in(ticket.group_id) >= needed:
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
    """The ticket's messages as far as the actor may read them: notes stay on the desk's side."""
    messages = Message.objects.filter(conversation_id=ticket.conversation_id)
    return messages if is_staff_on(actor, ticket) else messages.public()


def messages_in(actor: Actor, groups: Mapping[int, int]) -> QuerySet[Message]:
    """`messages_for` of many tickets that the actor sees: `groups` are the tickets' groups by conversation."""
    on_desk = [one for one, group in groups.items() if actor.right_in(group) >= Right.SEE]
    messages = Message.objects.filter(conversation_id__in=groups)
    if len(on_desk) == len(groups):
        return messages
    return messages.filter(Q(visibility=Visibility.PUBLIC) | Q(conversation_id__in=on_desk))


def events_for(actor: Actor, ticket: Ticket) -> QuerySet[Event]:
    """The ticket's events as far as the actor may see them."""
    events = Event.objects.filter(ticket_id=ticket.pk)
    return events if is_staff_on(actor, ticket) else events.filter(public=True)


def attachment_for(actor: Actor, ticket: Ticket, attachment_id: int) -> Attachment:
    """A file of a message that the actor may read."""
    found = Attachment.objects.filter(pk=attachment_id, message__in=messages_for(actor, ticket)).first()
    if found is None:
        raise NotAllowed(f"file {attachment_id}")
    return found


def compositions_of(actor: Actor) -> QuerySet[Composition]:
    """What the actor has written and not sent yet, or sent; what others write is never among it."""
    return Composition.objects.filter(author_id=actor.id) if actor.is_staff else Composition.objects.none()


def composition_for(actor: Actor, composition_id: int) -> Composition:
    """The actor's own composition with that id; raises NotAllowed for any other."""
    found = compositions_of(actor).filter(pk=composition_id).select_related("ticket").first()
    if found is None:
        raise NotAllowed(f"composition {composition_id}")
    return found


def saved_views_of(actor: Actor) -> QuerySet[SavedView]:
    """The searches that the actor keeps; nobody else sees them."""
    return SavedView.objects.filter(owner_id=actor.id) if actor.is_staff else SavedView.objects.none()


def saved_view_for(actor: Actor, view_id: int) -> SavedView:
    """The actor's own view with that id; raises NotAllowed for any other."""
    found = saved_views_of(actor).filter(pk=view_id).first()
    if found is None:
        raise NotAllowed(f"view {view_id}")
    return found


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
    return key.isdecimal() and visible_to(actor).filter(pk=int(key)).exists()


def may_listen_desk(actor: Actor, key: str) -> bool:
    """Topic `desk:<id>`: everything about a ticket, notes included."""
    if not (actor.is_staff and key.isdecimal()):
        return False
    found = visible_to(actor).filter(pk=int(key)).first()
    return found is not None and is_staff_on(actor, found)


def may_listen_inbox(actor: Actor, key: str) -> bool:
    """Topic `inbox:<group id>`: something changed in a group's queue."""
    return actor.is_staff and key.isdecimal() and actor.right_in(int(key)) >= Right.SEE

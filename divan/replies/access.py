"""The gate of saved replies and macros: own ones, those of one's groups, and those for everybody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed
from divan.core.rows import one_of
from divan.replies.models import Macro, SavedReply, Shared

MANAGE = "replies.manage"


def _reach(actor: Actor) -> Q:
    """A condition: the actor's own, those of the groups where they stand at the desk, and those for everybody."""
    shared = Q(owner=None)
    groups = actor.groups_with(Right.SEE)
    if groups is not None:
        shared &= Q(group=None) | Q(group_id__in=groups)
    return shared | Q(owner_id=actor.id)


def replies_visible_to(actor: Actor) -> QuerySet[SavedReply]:
    """The saved replies that the actor may use; every read of them starts here."""
    return SavedReply.objects.filter(_reach(actor)) if actor.is_staff else SavedReply.objects.none()


def macros_visible_to(actor: Actor) -> QuerySet[Macro]:
    """The macros that the actor may apply; every read of them starts here."""
    macros = Macro.objects.filter(removed_at=None)
    return macros.filter(_reach(actor)) if actor.is_staff else macros.none()


def may_keep_in(actor: Actor, owner_id: int | None, group_id: int | None) -> bool:
    """Whether the actor may write what belongs to that person, to that group or, without either, to everybody."""
    if not actor.is_staff:
        return False
    if owner_id is not None:
        return actor.id == owner_id
    if group_id is not None:
        return actor.right_in(group_id) >= (Right.SEE if actor.may(MANAGE) else Right.CHANGE)
    return actor.may(MANAGE)


def may_change(actor: Actor, row: Shared) -> bool:
    """Whether the actor may change or delete it: the own ones, a group's with the right to change its tickets,
    all others by permission.
    """
    return may_keep_in(actor, row.owner_id, row.group_id)


def reply_for(actor: Actor, reply_id: int) -> SavedReply:
    """A saved reply that the actor may use; raises NotAllowed for any other."""
    return one_of(replies_visible_to(actor).filter(pk=reply_id), f"saved reply {reply_id}")


def reply_to_change(actor: Actor, reply_id: int) -> SavedReply:
    """A saved reply that the actor may change; raises NotAllowed for any other."""
    found = reply_for(actor, reply_id)
    if not may_change(actor, found):
        raise NotAllowed(f"saved reply {reply_id}")
    return found


def macro_for(actor: Actor, macro_id: int) -> Macro:
    """A macro that the actor may apply; raises NotAllowed for any other."""
    return one_of(macros_visible_to(actor).filter(pk=macro_id), f"macro {macro_id}")


def macro_to_change(actor: Actor, macro_id: int) -> Macro:
    """A macro that the actor may change; raises NotAllowed for any other."""
    found = macro_for(actor, macro_id)
    if not may_change(actor, found):
        raise NotAllowed(f"macro {macro_id}")
    return found

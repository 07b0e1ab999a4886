"""The gate of consulting: who is asked, and who may end what. Whoever sees the ticket sees its chain."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from divan.consulting.models import OPEN, Referral
from divan.core.actors import Actor, Right
from divan.core.rows import one_of
from divan.tickets.access import may
from divan.tickets.models import Ticket


def member_groups(actor: Actor) -> list[int]:
    """The groups in whose name the actor answers: those they belong to, not those they may look into."""
    return sorted(group for group, held in actor.groups.items() if held >= Right.SEE)


def asked_of(actor: Actor) -> QuerySet[Referral]:
    """Open questions to the actor or to a group of theirs."""
    if not actor.is_staff:
        return Referral.objects.none()
    return Referral.objects.filter(OPEN, Q(person_id=actor.person_id) | Q(group_id__in=member_groups(actor)))


def is_asked(actor: Actor, referral: Referral) -> bool:
    """Whether the question goes to the actor, alone or as a member of a group."""
    return referral.person_id == actor.person_id or referral.group_id in member_groups(actor)


def may_take_back(actor: Actor, referral: Referral) -> bool:
    """Whoever asked, and whoever may give the ticket another owner."""
    ticket = referral.ticket
    is_own = referral.asked_by_id == actor.person_id and may(actor, "see", ticket)
    return actor.is_system or is_own or may(actor, "assign", ticket)


def referral_on(ticket: Ticket, referral_id: int) -> Referral:
    """A question on that ticket, which the caller has from its gate; raises NotAllowed for any other."""
    found = one_of(
        Referral.objects.filter(pk=referral_id, ticket=ticket).select_related("person", "group", "asked_by"),
        f"referral {referral_id}",
    )
    found.ticket = ticket
    return found

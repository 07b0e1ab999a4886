"""Whom a note or a message of a side thread can mention."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from divan.accounts.models import Membership
from divan.accounts.models.users import photo_address
from divan.consulting.models.threads import SideThread, SideThreadPerson
from divan.consulting.queries.threads import nameable
from divan.core.actors import Actor, Right
from divan.core.l10n.folding import fold
from divan.tickets.models import Grant, Ticket
from divan.tickets.queries.counts import groups_in_use

MOST = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A colleague or a group; `is_reader` says whether they read it already, `photo` where their picture is."""

    noun: str
    id: int
    name: str
    is_reader: bool
    photo: str = ""


def mentionable(actor: Actor, ticket: Ticket, search: str) -> list[Choice]:
    """Whom a note can mention: colleagues and groups, those who see the ticket first (three queries)."""
    member = Membership.objects.filter(
        user_id=OuterRef("pk"), group_id=ticket.group_id, right__gte=int(Right.SEE)
    )
    granted = Grant.objects.filter(person_id=OuterRef("pk"), ticket=ticket, ended_at=None)
    reads = Q(role__all_groups__gte=int(Right.SEE)) | Exists(member) | Exists(granted)
    return _fitting([*_people(actor, ticket, reads), *_groups(ticket)], search)


def mentionable_beside(actor: Actor, thread: SideThread, search: str) -> list[Choice]:
    """Whom a message of a side thread can mention: its people first, then who could be named in it (one query)."""
    named = SideThreadPerson.objects.filter(thread=thread, user_id=OuterRef("pk"))
    return _fitting(_people(actor, thread.ticket, Q(Exists(named))), search)


def _fitting(found: Iterable[Choice], search: str) -> list[Choice]:
    """Those whose name has a word that begins with `search`: readers first, then the others, each as they come."""
    wanted = fold(search.strip())
    fitting = [one for one in found if not wanted or f" {wanted}" in f" {fold(one.name)}"]
    return sorted(fitting, key=lambda one: not one.is_reader)[:MOST]


def _people(actor: Actor, ticket: Ticket, reads: Q) -> list[Choice]:
    """All colleagues by name; not oneself, and not whoever asked the ticket."""
    rows = (
        nameable(actor, without=[ticket.requester_id])
        .annotate(is_reader=Case(When(reads, then=Value(True)), default=Value(False)))
        .values_list("pk", "name", "email", "is_reader", "photo")
    )
    return [
        Choice("person", pk, name or email, is_reader, photo_address(photo))
        for pk, name, email, is_reader, photo in rows
    ]


def _groups(ticket: Ticket) -> list[Choice]:
    granted = set(
        Grant.objects.filter(ticket=ticket, ended_at=None)
        .exclude(group=None)
        .values_list("group_id", flat=True)
    )
    readers = {ticket.group_id, *granted}
    return [Choice("group", pk, str(name), pk in readers) for pk, name in groups_in_use().items()]

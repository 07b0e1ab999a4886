"""Who reads a ticket on the customer's side, and who would read more if one ticket were merged into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from divan.accounts.models import Organization, User
from divan.tickets.models import Participant, Ticket


@dataclass(frozen=True, slots=True)
class Circle:
    """The requester and those who take part, and the organisation whose members share their tickets, if one does."""

    people: frozenset[int]
    organization: Organization | None


@dataclass(frozen=True, slots=True)
class Widening:
    """What customers would newly read.

    `joining` would read the ticket that goes on; `reading`, and everybody of `organization`, what is merged into it.
    """

    joining: Sequence[User]
    reading: Sequence[User]
    organization: Organization | None

    @property
    def is_none(self) -> bool:
        """Whether everybody reads already what they would read."""
        return not (self.joining or self.reading or self.organization)

    @property
    def mark(self) -> str:
        """Tells whether a preview still says what would happen."""
        ids = [[person.pk for person in people] for people in (self.joining, self.reading)]
        return sha256(repr((ids, self.organization and self.organization.pk)).encode()).hexdigest()[:16]


def circle_of(ticket: Ticket) -> Circle:
    """The customer's side of a ticket, in two queries."""
    people = Participant.objects.filter(ticket=ticket).values_list("user_id", flat=True)
    shared = Organization.objects.filter(pk=ticket.organization_id or 0, shares_tickets=True).first()
    return Circle(frozenset({ticket.requester_id, *people}), shared)


def widening_of(ticket: Ticket, into: Ticket) -> Widening:
    """Who would newly read what if the customers of the two tickets became one circle."""
    theirs, ours = circle_of(ticket), circle_of(into)
    is_same = ours.organization is None or (
        theirs.organization is not None and theirs.organization.pk == ours.organization.pk
    )
    return Widening(
        joining=_without(theirs.people, ours),
        reading=_without(ours.people, theirs),
        organization=None if is_same else ours.organization,
    )


def _without(people: frozenset[int], circle: Circle) -> list[User]:
    """Those of `people` who are not in a circle, neither by name nor as a member of its organisation."""
    outside = User.objects.filter(pk__in=people - circle.people).order_by("name", "pk")
    return list(outside.exclude(organization=circle.organization) if circle.organization else outside)

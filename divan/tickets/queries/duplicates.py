"""Open tickets that may be about the same: of the same requester or organisation, lately, in like words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.search.queries import similar
from divan.tickets import access
from divan.tickets.models import Ticket
from divan.tickets.recipients import address_in
from divan.tickets.search_documents import TICKET

LATELY = timedelta(days=30)
MOST = 5
ROW = (
    "id",
    "number",
    "subject",
    "status",
    "language",
    "last_activity_at",
    "requester__name",
    "requester__email",
)


def duplicates_of(actor: Actor, ticket: Ticket) -> list[dict[str, Any]]:
    """Other open tickets that may be the same request as this one, the likeliest first."""
    near = _of(actor, ticket.requester_id, ticket.organization_id).exclude(pk=ticket.pk)
    return _alike(actor, near, ticket.subject, ticket.language)


def duplicates_of_draft(actor: Actor, email: str, subject: str, language: str) -> list[dict[str, Any]]:
    """The same for a ticket that is being written down. Without a subject the requester's newest open tickets; an
    address that nobody has gives none.
    """
    requester = User.objects.filter(email=address_in(email)).first() if "@" in email else None
    if requester is None:
        return []
    near = _of(actor, requester.pk, requester.organization_id)
    if subject.strip():
        return _alike(actor, near, subject, language)
    return list(near.filter(requester=requester).order_by("-last_activity_at", "-id").values(*ROW)[:MOST])


def _of(actor: Actor, requester_id: int, organization_id: int | None) -> QuerySet[Ticket]:
    theirs = Q(requester_id=requester_id)
    if organization_id:
        theirs |= Q(organization_id=organization_id)
    since = clock.now() - LATELY
    return access.on_desk(actor).filter(theirs, is_open=True, last_activity_at__gte=since)


def _alike(actor: Actor, near: QuerySet[Ticket], subject: str, language: str) -> list[dict[str, Any]]:
    hits = similar(subject, actor=actor, kind=TICKET, languages=(language,), among=near, limit=MOST)
    place = {hit.object_id: at for at, hit in enumerate(hits)}
    rows = near.filter(pk__in=place).order_by().values(*ROW)
    return sorted(rows, key=lambda row: place[row["id"]])

"""Signed links: a guest follows one ticket without an account (T15, SECURITY class 13 and 16)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from divan.core import clock
from divan.core.actors import Actor, Kind
from divan.tickets.models import GuestLink, Ticket

LIFETIME = timedelta(days=180)


def create_link(ticket: Ticket, user_id: int) -> str:
    """A new random token for one person and one ticket; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    GuestLink.objects.create(
        ticket=ticket,
        user_id=user_id,
        token_hash=_hash(token),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return token


def guest_of(token: str) -> tuple[Actor, Ticket] | None:
    """Who holds this link, and which ticket it opens; None if it is unknown or has ended."""
    found = (
        GuestLink.objects.filter(token_hash=_hash(token), expires_at__gt=clock.now(), user__is_active=True)
        .select_related("ticket", "user")
        .first()
    )
    if found is None:
        return None
    person = found.user
    guest = Actor(
        kind=Kind.GUEST,
        id=person.pk,
        name=person.name or person.email,
        email=person.email,
        role="customer",
        language=person.language,
        time_zone=person.time_zone,
        ticket_id=found.ticket_id,
    )
    return guest, found.ticket


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

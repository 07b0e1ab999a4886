"""Signed links: a guest follows one ticket without an account (T15, SECURITY class 13 and 16)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor, Kind
from divan.core.tokens import hash_of
from divan.tickets.models import GuestLink, Ticket

LIFETIME = timedelta(days=180)
TOKEN_BYTES = 24
TOKEN_CHARACTERS = TOKEN_BYTES * 4 // 3  # in an address; quoted mails are searched for exactly these


def create_link(ticket: Ticket, user_id: int) -> str:
    """A new random token for one person and one ticket; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    GuestLink.objects.create(
        ticket=ticket,
        user_id=user_id,
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return token


def guest_of(token: str) -> tuple[Actor, Ticket] | None:
    """Who holds this link, and which ticket it opens; None if it is unknown or has ended."""
    found = (
        GuestLink.objects.filter(token_hash=hash_of(token), expires_at__gt=clock.now(), user__is_active=True)
        .select_related("ticket", "user")
        .first()
    )
    if found is None:
        return None
    return as_guest(found.user, found.ticket_id), found.ticket


def as_guest(person: User, ticket_id: int | None) -> Actor:
    """The person with the rights of a guest on one ticket, whatever they may do when they are signed in."""
    return Actor(
        kind=Kind.GUEST,
        id=person.pk,
        name=person.name or person.email,
        email=person.email,
        role="customer",
        language=person.language,
        time_zone=person.time_zone,
        ticket_id=ticket_id,
    )

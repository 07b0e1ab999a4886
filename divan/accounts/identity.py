"""From a person to an actor: everything a gate needs to know, read once for each request or socket."""

from __future__ import annotations

from types import MappingProxyType

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import constant_time_compare

from divan.accounts.models import Membership, User
from divan.core.actors import Actor, Kind, Right
from divan.core.prepared import Prepared

_rights = Prepared(
    lambda user: Membership.objects.filter(user_id=user).values_list("group_id", "right"), user=int
)


def actor_of(user: User) -> Actor:
    """The actor for an active person, with role and group rights as they are now (at most two queries)."""
    role = user.role
    organization = user.organization if user.organization_id else None
    groups = dict(_rights(user=user.pk)) if role.is_staff else {}
    return Actor(
        kind=Kind.PERSON,
        id=user.pk,
        name=user.name or user.email,
        email=user.email,
        role=role.slug,
        language=user.language,
        time_zone=user.time_zone,
        is_staff=role.is_staff,
        permissions=role.held_permissions,
        all_groups=Right(role.all_groups),
        groups=MappingProxyType({group: Right(right) for group, right in groups.items()}),
        organization_id=user.organization_id,
        shares_organization=bool(organization and organization.shares_tickets),
        photo=user.photo_url,
    )


def actor_by_id(user_id: int) -> Actor | None:
    """The actor for the person with that id, or None if they are gone or deactivated."""
    user = User.objects.filter(pk=user_id, is_active=True).select_related("role", "organization").first()
    return actor_of(user) if user else None


def actor_of_session(cookies: dict[str, str]) -> Actor | None:
    """Who holds this session cookie; None when it is missing, ended, or older than a password change."""
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = SessionStore(key)
    user_id = session.get(SESSION_KEY)
    if user_id is None:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).select_related("role", "organization").first()
    if user is None:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    return actor_of(user)

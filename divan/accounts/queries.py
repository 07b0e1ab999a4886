"""Reads for the settings pages. The first argument is always the actor."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from divan.accounts.access import require
from divan.accounts.models import (
    AdministrationEntry,
    BusinessCalendar,
    Group,
    Invitation,
    Membership,
    Organization,
    Role,
    User,
)
from divan.core.actors import Actor
from divan.core.rows import one_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, and where the next part begins (empty at the end)."""

    rows: Sequence[Any]
    next: str


def people(actor: Actor, *, text: str = "", role: str = "", active: bool = True, after: str = "") -> Page:
    """People by name, 50 at a time, from the cursor `after` on."""
    require(actor, "people.manage")
    rows = (
        User.objects.filter(is_active=active)
        .annotate(by_name=Lower("name"))
        .select_related("role", "organization")
        .prefetch_related(Prefetch("memberships", Membership.objects.select_related("group")))
    )
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role:
        rows = rows.filter(role__slug=role)
    if position := _position(after, (str, int)):
        name, pk = position
        rows = rows.filter(Q(by_name__gt=name) | Q(by_name=name, pk__gt=pk))
    found = list(rows.order_by("by_name", "pk")[: PAGE + 1])
    return _page(found, lambda person: [person.by_name, person.pk])


def person(actor: Actor, person_id: int) -> User:
    """One person with role, organisation and groups. Raises NotAllowed if there is none."""
    require(actor, "people.manage")
    rows = User.objects.select_related("role", "organization").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("group"))
    )
    return _found(rows.filter(pk=person_id))


def roles(actor: Actor) -> QuerySet[Role]:
    """All roles, each with how many active people hold it."""
    require(actor, "people.manage")
    return Role.objects.annotate(people=Count("users", filter=Q(users__is_active=True))).order_by("pk")


def role(actor: Actor, role_id: int) -> Role:
    """One role, with how many people hold it. Raises NotAllowed if there is none."""
    return _found(roles(actor).filter(pk=role_id))


def groups(actor: Actor) -> QuerySet[Group]:
    """All groups, each with how many active people belong to it."""
    require(actor, "people.manage")
    members = Count("memberships", filter=Q(memberships__user__is_active=True))
    return Group.objects.annotate(people=members).order_by("pk")


def group(actor: Actor, group_id: int) -> Group:
    """One group with its members. Raises NotAllowed if there is none."""
    members = Membership.objects.select_related("user", "user__role").order_by("user__name", "pk")
    return _found(groups(actor).prefetch_related(Prefetch("memberships", members)).filter(pk=group_id))


def calendars(actor: Actor) -> QuerySet[BusinessCalendar]:
    """All business hours, the usual ones first."""
    require(actor, "settings.manage")
    return BusinessCalendar.objects.order_by("-is_default", "pk")


def calendar(actor: Actor, calendar_id: int) -> BusinessCalendar:
    """One of the business hours. Raises NotAllowed if there is none."""
    found: BusinessCalendar = _found(calendars(actor).filter(pk=calendar_id))
    return found


def organizations(actor: Actor, *, text: str = "", after: str = "") -> Page:
    """Organisations by name with domains and number of members, 50 at a time."""
    require(actor, "people.manage")
    rows = Organization.objects.annotate(people=Count("users"), by_name=Lower("name"))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(domains__domain__icontains=text)).distinct()
    if position := _position(after, (str, int)):
        name, pk = position
        rows = rows.filter(Q(by_name__gt=name) | Q(by_name=name, pk__gt=pk))
    found = list(rows.prefetch_related("domains").order_by("by_name", "pk")[: PAGE + 1])
    return _page(found, lambda each: [each.by_name, each.pk])


def organization(actor: Actor, organization_id: int) -> Organization:
    """One organisation with its domains. Raises NotAllowed if there is none."""
    require(actor, "people.manage")
    return _found(Organization.objects.prefetch_related("domains").filter(pk=organization_id))


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted yet, the newest first; also those whose time is over."""
    require(actor, "people.manage")
    rows = Invitation.objects.filter(accepted_at=None).select_related("role", "invited_by")
    return rows.prefetch_related("groups").order_by("-pk")[:200]


def invitation(actor: Actor, invitation_id: int) -> Invitation:
    """One open invitation. Raises NotAllowed if there is none."""
    require(actor, "people.manage")
    return _found(Invitation.objects.filter(pk=invitation_id, accepted_at=None))


def log(actor: Actor, *, after: str = "") -> Page:
    """The administration log, the newest first, 50 at a time."""
    require(actor, "settings.manage")
    rows = AdministrationEntry.objects.select_related("actor")
    if position := _position(after, (int,)):
        rows = rows.filter(pk__lt=position[0])
    return _page(list(rows.order_by("-pk")[: PAGE + 1]), lambda entry: [entry.pk])


def _found(rows: QuerySet[Any]) -> Any:
    return one_of(rows, "missing")


def _page(found: list[Any], key: Any) -> Page:
    rows = found[:PAGE]
    return Page(rows, _cursor(key(rows[-1])) if len(found) > PAGE else "")


def _cursor(position: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def _position(cursor: str, shape: tuple[type, ...]) -> list[Any] | None:
    """What a cursor says, or None for no cursor and for one that we did not write."""
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(position, list) or tuple(map(type, position)) != shape:
        return None
    return position

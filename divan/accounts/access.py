"""The gate of the administration: permissions that are not about one ticket, and who stands above whom."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from divan.accounts.models import Group, Organization, Role, User
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed
from divan.core.registry import Registry

acquaintances: Registry[Callable[[Actor], Q]] = Registry("acquaintances")
"""Whom a member of the staff knows besides the colleagues, as a condition on people: slices above add theirs."""


def people_visible_to(actor: Actor) -> QuerySet[User]:
    """The people that the actor may find: all for those who manage people, for other staff those they know."""
    people = User.objects.filter(is_active=True)
    if actor.may("people.manage"):
        return people
    if not actor.is_staff:
        return people.none()
    known = Q(role__is_staff=True)
    for acquainted in acquaintances.values():
        known |= acquainted(actor)
    return people.filter(known)


def organizations_visible_to(actor: Actor) -> QuerySet[Organization]:
    """The organisations of the people that the actor may find."""
    if actor.may("people.manage"):
        return Organization.objects.all()
    of_people = people_visible_to(actor).exclude(organization=None).order_by().values("organization_id")
    return Organization.objects.filter(pk__in=of_people)


def require(actor: Actor, permission: str) -> None:
    """Raise NotAllowed unless the actor's role carries `permission`."""
    if not actor.may(permission):
        raise NotAllowed(permission)


def covers(actor: Actor, role: Role) -> bool:
    """Whether the actor holds everything that `role` gives.

    Nobody hands out, takes away or changes more than they hold, so that "may manage people" is not a
    way to become an administrator.
    """
    if actor.is_system or actor.is_administrator:
        return True
    if role.slug == "administrator":
        return False
    return role.held_permissions <= actor.permissions and Right(role.all_groups) <= actor.all_groups


def require_to_manage(actor: Actor, person: User) -> None:
    """Raise NotAllowed unless the actor manages people and holds at least what the person's role gives."""
    require(actor, "people.manage")
    if not covers(actor, person.role):
        raise NotAllowed("people.manage")


def require_in_group(actor: Actor, group: Group, right: int) -> None:
    """Raise NotAllowed unless the actor holds at least `right` in the group, and so may give or take it."""
    if actor.right_in(group.pk) < right:
        raise NotAllowed(f"group {group.pk}")


def may_listen_to_person(actor: Actor, key: str) -> bool:
    """Topic "person:<id>": everybody hears only about themselves."""
    return actor.is_authenticated and key == str(actor.id)

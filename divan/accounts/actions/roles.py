"""Verbs of custom roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts import builtin_roles, rights
from divan.accounts.access import covers, require
from divan.accounts.log import record
from divan.accounts.models import Role
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class RoleSettings:
    """What a role is called and what it gives."""

    names: dict[str, str]
    is_staff: bool
    permissions: tuple[str, ...]
    all_groups: Right


@transaction.atomic
def create_role(settings: RoleSettings, *, actor: Actor) -> Role:
    """A new role. Raises NotAllowed if it would give more than the actor holds."""
    require(actor, "people.manage")
    name = settings.names.get("en") or next(iter(settings.names.values()), "")
    role = _filled(Role(slug=_free_slug(name)), settings)
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    role.save()
    record(actor, "role.created", role, id=role.pk)
    return role


@transaction.atomic
def change_role_permissions(role: Role, settings: RoleSettings, *, actor: Actor) -> Role:
    """Change the names of a role and what it gives; takes effect at once for everybody who holds it.

    Of the administrator only the names change, and whether a role that ships is staff never does.
    Raises NotAllowed if the role gives, or would give, more than the actor holds.
    """
    require(actor, "people.manage")
    role = Role.objects.select_for_update().get(pk=role.pk)
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    if role.slug in (builtin_roles.ADMINISTRATOR, builtin_roles.CUSTOMER):
        role.names = settings.names
    else:
        shipped_as_staff = role.is_staff
        role = _filled(role, settings)
        role.is_staff = shipped_as_staff if role.is_builtin else settings.is_staff
        if not covers(actor, role):
            raise NotAllowed("people.manage")
    role.save()
    record(actor, "role.changed", role, id=role.pk, permissions=sorted(role.permissions))
    rights.recheck_all(role.users.filter(is_active=True).values_list("pk", flat=True))
    return role


@transaction.atomic
def delete_role(role: Role, *, actor: Actor) -> None:
    """Remove a custom role that nobody holds. Raises Refused otherwise."""
    require(actor, "people.manage")
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.is_builtin:
        raise Refused(_("This role ships with Divan and cannot be removed."))
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    if role.users.exists():
        raise Refused(_("Somebody still has this role. Give them another one first."))
    record(actor, "role.deleted", role, id=role.pk)
    role.delete()


def _filled(role: Role, settings: RoleSettings) -> Role:
    role.names = settings.names
    role.is_staff = settings.is_staff
    role.permissions = sorted(settings.permissions) if settings.is_staff else []
    role.all_groups = settings.all_groups if settings.is_staff else Right.NONE
    return role


def _free_slug(name: str) -> str:
    """An address that no role has yet, also for names without Latin letters."""
    base = slugify(name)[:30] or "role"
    taken = set(Role.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)

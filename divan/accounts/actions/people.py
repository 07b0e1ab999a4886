"""Verbs about people: who they are to us, where they belong, whether they may come in."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from divan.accounts import addresses, builtin_roles, rights, sessions
from divan.accounts.access import covers, require, require_to_manage
from divan.accounts.log import record
from divan.accounts.models import Organization, Role, User
from divan.accounts.models.organizations import organization_of_address
from divan.accounts.models.users import clean_address
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused


@transaction.atomic
def add_person(
    email: str,
    name: str,
    role: Role,
    *,
    actor: Actor,
    language: str = "en",
    time_zone: str = "UTC",
    password: str | None = None,
    organization: Organization | None = None,
) -> User:
    """Add somebody whose address the actor vouches for; without a password they sign in by code.

    Without an organisation, the one that owns the domain of the address is taken. Raises Refused
    (field "email") if the address belongs to somebody already.
    """
    require(actor, "people.manage")
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email,
                password,
                name=name,
                role=role,
                language=language,
                time_zone=time_zone,
                organization=organization or organization_of_address(clean_address(email)),
            )
    except IntegrityError as failure:
        raise Refused(_("Somebody with this address is already here."), field="email") from failure
    addresses.confirm(person)
    record(actor, "person.added", person, id=person.pk, role=role.slug)
    return person


@transaction.atomic
def change_role(person: User, role: Role, *, actor: Actor) -> User:
    """Give the person another role. Their sessions end, so that a new role starts with a new sign-in.

    Raises NotAllowed if the actor does not hold what either role gives, Refused for the last administrator.
    """
    person = _locked_with_administrators(person)
    require_to_manage(actor, person)
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    if person.role_id == role.pk:
        return person
    _keep_an_administrator(person)
    before, person.role = person.role.slug, role
    person.save(update_fields=["role"])
    sessions.end_all(person)
    record(actor, "person.role_changed", person, id=person.pk, before=before, after=role.slug)
    rights.recheck(person.pk)
    return person


@transaction.atomic
def join_organization(person: User, organization: Organization | None, *, actor: Actor) -> User:
    """Move the person to an organisation, or out of any."""
    person = _locked(person)
    require_to_manage(actor, person)
    wanted = organization.pk if organization else None
    if person.organization_id == wanted:
        return person
    person.organization = organization
    person.save(update_fields=["organization"])
    record(actor, "person.organization_changed", person, id=person.pk, organization=wanted)
    rights.recheck(person.pk)
    return person


@transaction.atomic
def deactivate_person(person: User, *, actor: Actor) -> User:
    """Shut the person out: they cannot sign in, and every session ends now. Raises Refused for the last
    administrator.
    """
    person = _locked_with_administrators(person)
    require_to_manage(actor, person)
    if not person.is_active:
        return person
    _keep_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.end_all(person)
    record(actor, "person.deactivated", person, id=person.pk)
    rights.recheck(person.pk)
    return person


@transaction.atomic
def reactivate_person(person: User, *, actor: Actor) -> User:
    """Let a deactivated person in again, with the role they had."""
    person = _locked(person)
    require_to_manage(actor, person)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor, "person.reactivated", person, id=person.pk)
    return person


@transaction.atomic
def end_sessions(person: User, *, actor: Actor, keep: str | None = None) -> int:
    """Sign the person out everywhere, except in the session with the key `keep`; returns how many ended.

    Everybody may do it for themselves; for somebody else it takes the right to manage them.
    """
    if actor.id != person.pk:
        require_to_manage(actor, person)
    ended = sessions.end_all(person, keep=keep)
    if actor.id != person.pk:
        record(actor, "person.sessions_ended", person, id=person.pk, sessions=ended)
    rights.recheck(person.pk)
    return ended


def _locked(person: User) -> User:
    # Without claiming the key: entries of the administration log point to people while they are locked.
    rows = User.objects.select_for_update(of=("self",), no_key=True).select_related("role")
    return rows.get(pk=person.pk)


def _locked_with_administrators(person: User) -> User:
    """The person, locked together with all active administrators, in one order: of two administrators who
    shut each other out at once, the second waits here and then is the last.
    """
    administrators = Q(role__slug=builtin_roles.ADMINISTRATOR, is_active=True)
    rows = User.objects.filter(Q(pk=person.pk) | administrators).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return User.objects.select_related("role").get(pk=person.pk)


def _keep_an_administrator(person: User) -> None:
    """Raise Refused if nobody could manage this installation without `person`; administrators are locked."""
    if person.role.slug != builtin_roles.ADMINISTRATOR or not person.is_active:
        return
    others = User.objects.filter(role__slug=builtin_roles.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise Refused(_("This is the last administrator. Make somebody else administrator first."))

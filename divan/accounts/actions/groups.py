"""Verbs of groups and of the rights that people hold in them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts import rights
from divan.accounts.access import require, require_in_group
from divan.accounts.entrances import entrances_of
from divan.accounts.log import record
from divan.accounts.models import Group, Membership, User
from divan.core.actors import Actor, Right
from divan.core.errors import Refused
from divan.core.l10n.lists import listed


@transaction.atomic
def create_group(names: dict[str, str], *, actor: Actor) -> Group:
    """A new group with its names by language. Raises Refused if a group has that name already."""
    require(actor, "people.manage")
    slug = slugify(names.get("en") or next(iter(names.values()), ""))[:60]
    try:
        with transaction.atomic():
            group = Group.objects.create(slug=slug or _free_slug(), names=names)
    except IntegrityError as failure:
        raise Refused(_("A group with this name is already there.")) from failure
    record(actor, "group.created", group, id=group.pk)
    return group


@transaction.atomic
def rename_group(group: Group, names: dict[str, str], *, actor: Actor) -> Group:
    """Change the names of a group; its address stays."""
    require(actor, "people.manage")
    group = Group.objects.select_for_update().get(pk=group.pk)
    if group.names == names:
        return group
    group.names = names
    group.save(update_fields=["names"])
    record(actor, "group.renamed", group, id=group.pk)
    return group


def deactivate_group(group: Group, *, actor: Actor) -> Group:
    """Stop offering the group for new tickets; those it has stay with it.

    Raises Refused while a form or a mail address still brings it new ones.
    """
    require(actor, "people.manage")
    if names := entrances_of(group):
        ways = listed(names, actor.language)
        raise Refused(
            _("New tickets still come in here: %(ways)s. Give them another group first.") % {"ways": ways}
        )
    return _set_active(group, False, actor)


def reactivate_group(group: Group, *, actor: Actor) -> Group:
    """Offer the group again."""
    return _set_active(group, True, actor)


@transaction.atomic
def add_member(group: Group, person: User, right: Right, *, actor: Actor) -> Membership:
    """Put a member of the staff into the group, or change the right they hold there.

    Raises NotAllowed for more than the actor holds in the group: managing people is no way to read its tickets.
    """
    require(actor, "people.manage")
    require_in_group(actor, group, right)
    if not person.role.is_staff:
        raise Refused(_("Only staff can belong to a group."), field="person")
    membership = Membership.objects.select_for_update().filter(group=group, user=person).first()
    if membership and membership.right == right:
        return membership
    if membership:
        require_in_group(actor, group, membership.right)
        membership.right = right
        membership.save(update_fields=["right"])
    else:
        membership = Membership.objects.create(group=group, user=person, right=right)
    record(actor, "group.member_set", group, id=group.pk, person=person.pk, right=int(right))
    rights.recheck(person.pk)
    return membership


@transaction.atomic
def remove_member(group: Group, person: User, *, actor: Actor) -> None:
    """Take somebody out of the group. Raises NotAllowed if they hold more there than the actor."""
    require(actor, "people.manage")
    membership = Membership.objects.select_for_update().filter(group=group, user=person).first()
    if membership:
        require_in_group(actor, group, membership.right)
        membership.delete()
        record(actor, "group.member_removed", group, id=group.pk, person=person.pk)
        rights.recheck(person.pk)


@transaction.atomic
def _set_active(group: Group, is_active: bool, actor: Actor) -> Group:
    require(actor, "people.manage")
    group = Group.objects.select_for_update().get(pk=group.pk)
    if group.is_active == is_active:
        return group
    group.is_active = is_active
    group.save(update_fields=["is_active"])
    record(actor, "group.reactivated" if is_active else "group.deactivated", group, id=group.pk)
    return group


def _free_slug() -> str:
    """An address for a group whose name has no Latin letters."""
    return f"group-{Group.objects.count() + 1}"

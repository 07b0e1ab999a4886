"""Verbs of invitations. The link holds a random token; only its hash is stored, and it works once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts import addresses, mailing, rights, sessions
from divan.accounts.access import covers, require, require_in_group
from divan.accounts.installation import installation
from divan.accounts.log import record
from divan.accounts.models import Group, Invitation, Membership, Role, User
from divan.accounts.models.users import clean_address
from divan.core import clock
from divan.core.actors import SYSTEM, Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.core.tokens import hash_of

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    email: str, name: str, role: Role, groups: Iterable[Group], language: str, *, actor: Actor
) -> Invitation:
    """Invite somebody to the staff and mail them the link. An open invitation to the same address ends.

    Raises Refused (field "email") if the address belongs to staff already, NotAllowed if the role or one of
    the groups gives more than the actor holds.
    """
    require(actor, "people.manage")
    if not covers(actor, role):
        raise NotAllowed("people.manage")
    groups = list(groups)
    for group in groups:
        require_in_group(actor, group, Right.CHANGE)
    email = clean_address(email)
    known = User.objects.by_email(email)
    if known and known.role.is_staff:
        raise Refused(_("This person already belongs to the staff."), field="email")
    Invitation.objects.filter(email=email, accepted_at=None).delete()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        language=language,
        invited_by_id=actor.id,
        token_hash=hash_of(token),
        expires_at=clock.now() + VALID_FOR,
    )
    invitation.groups.set(groups)
    _mail(invitation, token, actor)
    record(actor, "invitation.sent", email, role=role.slug)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Mail a new link, valid for another seven days; the old link stops working."""
    invitation = _locked_open(invitation, actor)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    invitation.expires_at = clock.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    _mail(invitation, token, actor)
    record(actor, "invitation.resent", invitation.email)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Actor) -> None:
    """Take an invitation back; its link stops working."""
    invitation = _locked_open(invitation, actor)
    record(actor, "invitation.revoked", invitation.email)
    invitation.delete()


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Turn the invitation with that token into a staff account. The token is the right to do so.

    Somebody who was known as a customer keeps their account and gets the new role and password, and what
    was signed in before is signed out. Raises Refused if the link is unknown, used or too old, and for
    somebody who joined the staff in the meantime: an old link must not replace the role they have now, which
    may be that of the last administrator.
    """
    invitation = open_invitation(token, for_update=True)
    person = User.objects.by_email(invitation.email) if invitation else None
    if invitation is None or (person and person.role.is_staff):
        raise Refused(_("This invitation is no longer valid. Ask for a new one."))
    if person is None:
        here = installation()
        person = User(email=invitation.email, time_zone=here.time_zone if here else "UTC")
    person.name, person.role, person.language = name, invitation.role, invitation.language
    person.is_active = True
    person.set_password(password)
    person.save()
    sessions.end_all(person)
    addresses.confirm(person)
    for group in invitation.groups.all():
        Membership.objects.get_or_create(user=person, group=group)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    record(SYSTEM, "invitation.accepted", invitation.email, id=person.pk, role=invitation.role.slug)
    rights.recheck(person.pk)
    return person


def open_invitation(token: str, *, for_update: bool = False) -> Invitation | None:
    """The invitation that this token opens, or None if it is unknown, used or too old."""
    if not token:
        return None
    rows = Invitation.objects.select_related("role")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(token_hash=hash_of(token), accepted_at=None, expires_at__gt=clock.now()).first()


def _locked_open(invitation: Invitation, actor: Actor) -> Invitation:
    require(actor, "people.manage")
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("role")
    row = rows.filter(pk=invitation.pk, accepted_at=None).first()
    if row is None:
        raise Refused(_("This invitation has been accepted or taken back in the meantime."))
    if not covers(actor, row.role):
        raise NotAllowed("people.manage")
    return row


def _mail(invitation: Invitation, token: str, actor: Actor) -> None:
    mailing.post(
        "invitation",
        to=invitation.email,
        name=invitation.name,
        language=invitation.language,
        inviter=actor.name,
        days=VALID_FOR.days,
        link=settings.PUBLIC_URL + reverse("accept_invitation", kwargs={"token": token}),
    )

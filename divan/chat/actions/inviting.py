"""Asking others to come to a running chat, and taking somebody out of it."""

from __future__ import annotations

import secrets
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.chat import access
from divan.chat.actions.conference import (
    end_stay,
    introduction,
    locked,
    member_of,
    require_running,
    tell,
)
from divan.chat.actions.lines import add_line, announce
from divan.chat.events.conference import ChatInvited
from divan.chat.models import Chat, ChatMember, Kind, Role
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.tokens import hash_of
from divan.realtime import doorbell
from divan.tickets.actions import grant
from divan.tickets.log import batch
from divan.tickets.models import Because

TOKEN_BYTES = 24
LONGEST_NAME = 200


def invite(chat: Chat, person: User, *, actor: Actor) -> ChatMember:
    """Ask a colleague to come, who sees the ticket from now on. Quiet if they are there or were asked already.

    The visitor learns of them when they come. Raises Refused for customers and for the visitor.
    """
    with transaction.atomic(), batch():
        row = _running(chat, actor)
        if not (person.is_active and person.is_staff):
            raise Refused(_("Only colleagues can be invited; others get a link."), field="person")
        if person.pk == row.visitor_id:
            raise Refused(_("This person is the visitor of the chat."), field="person")
        if known := member_of(row, person.pk):
            return known
        grant(row.ticket, person, because=Because.CHAT, actor=actor)
        name, title = introduction(person, row)
        member = _invited(row, actor, user=person, name=name, title=title)
        tell(row, ChatInvited(expert=member.pk, person=person.pk), actor=actor)
        transaction.on_commit(partial(doorbell.ring, [f"person:{person.pk}"], event=0, kind="chat.invited"))
        return member


def invite_guest(chat: Chat, name: str, title: str, *, actor: Actor) -> tuple[ChatMember, str]:
    """Make a link for somebody without an account: this chat alone, as long as it runs and they are in it.

    Returns the token of the link, which is stored nowhere. Raises Refused without a name.
    """
    with transaction.atomic(), batch():
        row = _running(chat, actor)
        if not name.strip():
            raise Refused(_("Write the name that the visitor is to read."), field="name")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        member = _invited(
            row,
            actor,
            name=name.strip()[:LONGEST_NAME],
            title=title.strip()[:LONGEST_NAME],
            token_hash=hash_of(token),
        )
        tell(row, ChatInvited(expert=member.pk), actor=actor)
        return member, token


def remove(member: ChatMember, *, actor: Actor) -> ChatMember:
    """Take somebody out of the chat, or an invitation back: the lead, supervisors, and whoever invited them may.

    Raises Refused for the lead, who hands the chat over instead.
    """
    with transaction.atomic(), batch():
        row = locked(member.chat)
        access.require(actor, "invite", row)
        found = ChatMember.objects.select_related("user").get(pk=member.pk, chat=row)
        may_remove = actor.id in (row.lead_id, found.invited_by_id) or actor.may("chat.supervise")
        if not (may_remove or actor.is_system):
            raise NotAllowed(f"remove {member.pk}")
        if found.left_at is not None:
            return found
        if found.role == Role.LEAD:
            raise Refused(_("Whoever leads the chat hands it over before leaving."))
        end_stay(row, found, actor=actor)
        announce(row)
        return found


def _running(chat: Chat, actor: Actor) -> Chat:
    row = locked(chat)
    access.require(actor, "invite", row)
    require_running(row)
    return row


def _invited(
    row: Chat,
    actor: Actor,
    *,
    name: str,
    title: str,
    user: User | None = None,
    token_hash: str | None = None,
) -> ChatMember:
    """The stay of somebody who has not come yet, with its line, which only experts read."""
    member = ChatMember.objects.create(
        chat=row,
        user=user,
        name=name,
        title=title,
        token_hash=token_hash,
        invited_by_id=actor.id,
        invited_at=clock.now(),
    )
    add_line(row, Kind.INVITED, member=member, data={"by": actor.id})
    announce(row)
    return member

"""Leaving a chat that goes on, and the end of everybody's stay when it does not."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.chat.actions.conference import (
    able_to_lead,
    end_stay,
    locked,
    make_lead,
    member_of,
    present_in,
    shut,
)
from divan.chat.actions.joining import guest_actor
from divan.chat.actions.lines import add_line, announce
from divan.chat.models import Chat, ChatMember, Kind, Role, State
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.log import batch


def leave(chat: Chat, *, actor: Actor) -> Chat:
    """Go, or decline an invitation. When the lead goes, whoever of those able to has been there longest leads.

    Raises Refused if there is nobody: the chat must be handed over or ended. Quiet for who is not in it.
    """
    with transaction.atomic(), batch():
        row = locked(chat)
        member = member_of(row, actor.id)
        if member is None:
            return row
        if member.role == Role.LEAD and row.state == State.ACTIVE:
            _let_somebody_lead(row, member, actor)
        end_stay(row, member, actor=actor)
        announce(row)
        return row


def guest_leaves(member: ChatMember) -> None:
    """The guest expert goes; their link opens nothing any more."""
    with transaction.atomic(), batch():
        row = locked(member.chat)
        found = present_in(row).filter(pk=member.pk, user=None).first()
        if found is not None:
            end_stay(row, found, actor=guest_actor(found))
            announce(row)


def everybody_leaves(row: Chat) -> None:
    """The locked chat has ended: nobody is in it any more, links of guests are dead, lent access ends. No line says so."""
    for member in present_in(row):
        member.left_at = clock.now()
        member.save(update_fields=["left_at"])
        shut(row, member)


def _let_somebody_lead(row: Chat, member: ChatMember, actor: Actor) -> None:
    others = present_in(row).exclude(pk=member.pk)
    heir = next((other for other in others if able_to_lead(row, other)), None)
    if heir is None:
        raise Refused(
            _("Nobody else here could lead the chat. Hand it over, return it to the queue, or end it.")
        )
    make_lead(row, heir, actor=actor)
    add_line(row, Kind.LED, member=heir)

"""Who leads a chat that several experts are in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.chat import access
from divan.chat.actions.conference import able_to_lead, locked, make_lead, present_in, require_running
from divan.chat.actions.lines import add_line, announce
from divan.chat.models import Chat, ChatMember, Kind, Role, State
from divan.core.actors import Actor
from divan.core.errors import Overtaken, Refused
from divan.core.l10n.direction import isolate
from divan.tickets.log import batch


def lead(chat: Chat, member: ChatMember, *, actor: Actor) -> ChatMember:
    """Make a member lead; whoever led stays as an expert, and the ticket is the new lead's.

    Raises Overtaken if the member has left or the chat runs no more, Refused for who may not answer in the group.
    """
    with transaction.atomic(), batch():
        row = locked(chat)
        access.require(actor, "lead", row)
        require_running(row)
        found = present_in(row).filter(pk=member.pk).first()
        if found is None or found.joined_at is None:
            raise Overtaken(_("%(name)s is not in the chat.") % {"name": isolate(member.name)})
        if found.role == Role.LEAD:
            return found
        if row.state != State.ACTIVE:
            raise Refused(_("Accept the chat first."))
        if not able_to_lead(row, found):
            sentence = _("%(person)s may not answer tickets of group %(group)s.")
            raise Refused(sentence % {"person": isolate(found.name), "group": isolate(str(row.group))})
        make_lead(row, found, actor=actor)
        add_line(row, Kind.LED, member=found)
        announce(row)
        return found

"""Taking a chat from the queue."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.chat import access
from divan.chat.actions.conference import colleague, locked, make_lead, require_running, seat, tell
from divan.chat.actions.lines import add_line, announce
from divan.chat.actions.presence import locked_agent
from divan.chat.actions.queueing import announce_places
from divan.chat.events.conference import ChatAccepted
from divan.chat.models import Chat, Kind, Role, State
from divan.chat.queries.queue import offered_to
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.core.l10n.direction import isolate
from divan.tickets.log import batch

TRIED = 20


def accept(chat: Chat, *, actor: Actor) -> Chat:
    """Take the chat and lead it; its ticket is the actor's.

    Raises Overtaken if somebody was quicker or the chat has ended, and Refused without room for one more.
    """
    with transaction.atomic(), batch():
        row = locked(chat)
        access.require(actor, "accept", row)
        person = colleague(actor)
        if person.pk == row.visitor_id:
            raise NotAllowed(f"accept {row.pk}")
        require_running(row)
        if row.state == State.ACTIVE and row.lead_id == person.pk:
            return row
        _require_waiting(row)
        _require_room(person.pk)
        waited_since = row.waiting_since
        _begin(row)
        member = seat(row, person, Role.EXPERT)
        make_lead(row, member, actor=actor)
        add_line(row, Kind.ACCEPTED, member=member)
        tell(row, ChatAccepted(expert=member.pk), actor=actor)
        announce(row)
        announce_places(row.group_id, behind=waited_since)
        return row


def accept_next(*, actor: Actor) -> Chat | None:
    """Take the chat that has waited longest of those that it is the actor's turn to take; None if there is none.

    Raises Refused without room for one more.
    """
    for chat in offered_to(actor)[:TRIED]:
        try:
            return accept(chat, actor=actor)
        except Overtaken:
            continue
    return None


def _require_waiting(row: Chat) -> None:
    if row.state != State.WAITING:
        name = isolate(row.lead.name) if row.lead else ""
        raise Overtaken(_("%(name)s accepted this chat before you.") % {"name": name})


def _require_room(user_id: int) -> None:
    agent = locked_agent(user_id)
    if Chat.objects.filter(lead_id=user_id, state=State.ACTIVE).count() < agent.capacity:
        return
    sentence = ngettext(
        "You lead %(num)s chat, and take no more at once. End it, hand it over, or raise your number.",
        "You lead %(num)s chats, and take no more at once. End one, hand one over, or raise your number.",
        agent.capacity,
    )
    raise Refused(sentence % {"num": agent.capacity})


def _begin(row: Chat) -> None:
    row.state, row.waits_for_id = State.ACTIVE, None
    if row.accepted_at is None:
        row.accepted_at = clock.now()
        row.waited_seconds = row.seconds_until(row.accepted_at)
    row.save(update_fields=["state", "waits_for", "accepted_at", "waited_seconds"])

"""What the conference lends to the slices below: names for its events, notifications, an ear for moved tickets, and the
command that opens the board.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from divan.chat.actions.moving import follow_ticket
from divan.chat.events.conference import ChatInvited, ChatTransferred
from divan.chat.models import ChatMember
from divan.notifications.recipients import RULES, WEIGHTS
from divan.tickets.events import TicketMoved
from divan.tickets.events.payloads import namers
from divan.tickets.models import Event
from divan.tickets.readers import Reader, readers
from divan.ui.slots import from_template, slots

URGENT = 3


def lend() -> None:
    """Called once, when the application is ready."""
    namers.add("expert", _names)
    slots.add("desk.commands", from_template("chat/board/slots/commands.html"), order=21)
    readers.add("chat", Reader(apply=_follow, kinds=frozenset({TicketMoved.kind})))
    for kind in (ChatInvited.kind, ChatTransferred.kind):
        RULES.add(kind, _person)
        WEIGHTS.add(kind, URGENT)


def _names(ids: Collection[int]) -> Mapping[int, str]:
    return dict(ChatMember.objects.filter(pk__in=ids).values_list("pk", "name"))


def _person(event: Event) -> set[int]:
    """The colleague whom it is about; guests and groups hear of it at the chat itself."""
    return {event.payload["person"]} if event.payload.get("person") else set()


def _follow(event: Event) -> None:
    follow_ticket(event.ticket_id)

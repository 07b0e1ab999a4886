"""Who else is at a ticket: shown in its header and above its composers, heard over topic `presence:<ticket id>`.

Nothing here is stored and nothing costs a query: `realtime.presence` has it in memory, names included.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from divan.core.actors import Actor
from divan.realtime.identity import listener_of
from divan.realtime.presence import FAMILY, VIEWING, WRITING, Present, board
from divan.realtime.topics import topics
from divan.tickets.access import may_listen_desk
from divan.tickets.models import Ticket
from divan.ui.slots import Context, from_template, slots

# More avatars than this are a number.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody else at a ticket. `writing` are the names of those who write a reply now."""

    people: list[Present]
    writing: list[str]

    @property
    def shown(self) -> list[tuple[Present, str]]:
        """The first of them by name, each with what their avatar says."""
        return [(one, "on" if one.state == VIEWING else "writing") for one in self.people[:SHOWN]]

    @property
    def more(self) -> int:
        """How many others there are."""
        return max(0, len(self.people) - SHOWN)

    @property
    def writers(self) -> Markup:
        """The names of those who write a reply, each isolated."""
        return Markup(" · ").join(Markup("<bdi>{}</bdi>").format(name) for name in self.writing)


def topic_of(ticket: Ticket) -> str:
    """The topic at which a page of this ticket says that its reader is there."""
    return f"{FAMILY}:{ticket.pk}"


def company_of(actor: Actor, ticket: Ticket) -> Company:
    """Who else is at the ticket now. The caller has asked the gate for the ticket."""
    me = listener_of(actor)
    people = [one for one in board.at(topic_of(ticket), time.monotonic()) if one.listener != me]
    return Company(people, [one.name for one in people if one.state == WRITING])


def shown_beside(context: Context) -> Mapping[str, Any]:
    """What the slots of the ticket page show."""
    actor, ticket = context["actor"], context["ticket"]
    return {"company": company_of(actor, ticket), "topic": topic_of(ticket)}


def lend() -> None:
    """Add the topic, the avatars and the banner; called once, when the application is ready."""
    topics.add(FAMILY, may_listen_desk)
    slots.add("ticket.head", from_template("consulting/presence/avatars.html", load=shown_beside))
    slots.add("ticket.dock", from_template("consulting/presence/writing.html", load=shown_beside))
    slots.add("ticket.scripts", from_template("consulting/presence/scripts.html"))

"""A chat between a visitor and its experts, through the doors that the pages use: seats, sayings, lines, states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.actions.starting import NewChat, start_chat
from divan.chat.family import ChatFamily
from divan.chat.models import Chat, ChatSite
from divan.chat.tests.waiting_room import site_of
from divan.core.actors import ANONYMOUS, Actor
from divan.realtime.lines.families import Declined, Saying, Seat, Stored
from divan.tickets.models import Ticket
from tests.support.cast import Cast, actor

family = ChatFamily()
_keys = count()


@dataclass(frozen=True)
class Conversation:
    """A chat as its visitor holds it."""

    chat: Chat
    token: str
    site: ChatSite = field(repr=False)

    @property
    def ticket(self) -> Ticket:
        return Ticket.objects.get(pk=self.chat.ticket_id)

    def now(self) -> Chat:
        return Chat.objects.get(pk=self.chat.pk)

    def visitor(self) -> Seat:
        found = family.seat(self.chat.channel, None, self.token)
        assert found is not None
        return found

    def expert(self, person: User) -> Seat:
        found = family.seat(self.chat.channel, actor(person), "")
        assert found is not None
        return found

    def guest(self, token: str) -> Seat:
        found = family.seat(self.chat.channel, None, token)
        assert found is not None
        return found


def begin(people: Cast, *, by: Actor = ANONYMOUS, **details: Any) -> Conversation:
    """A stranger asks something in Support and waits; `details` are fields of NewChat."""
    site = details.pop("site", None) or site_of(people)
    new = NewChat(
        **{
            "site": site,
            "name": "Nora",
            "email": "nora@visitor.example",
            "text": "The heater does not start.",
            "start_key": f"drawn by the page of visitor {next(_keys)}",
            "language": "en",
            **details,
        }
    )
    started = start_chat(new, actor=by)
    return Conversation(started.chat, started.token, site)


def taken(people: Cast, **details: Any) -> Conversation:
    """The same, and Baran has accepted it."""
    talk = begin(people, **details)
    accept(talk.chat, actor=actor(people.agent))
    return talk


def saying(seat: Seat, text: str = "", *, key: str = "", **content: Any) -> Saying:
    """Something that a page sends, with a key of its own."""
    return Saying(seat, key or f"key-{next(_keys)}", {"text": text, **content})


def say(seat: Seat, text: str = "", *, key: str = "", **content: Any) -> Stored | Declined:
    (outcome,) = family.say([saying(seat, text, key=key, **content)])
    return outcome


def read(seat: Seat, after: int = 0) -> list[Mapping[str, Any]]:
    """Everything in the feed of the seat."""
    return family.lines(seat, after, 1000)


def texts(seat: Seat) -> list[str]:
    return [line["text"] for line in read(seat) if line.get("text")]

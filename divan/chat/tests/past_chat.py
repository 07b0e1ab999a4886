"""A conference as it was: words, whispers to all and to one, a watcher, an invited colleague and a guest expert."""

from __future__ import annotations

from dataclasses import dataclass

from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite, invite_guest
from divan.chat.actions.joining import guest_joins, join, watch
from divan.chat.actions.speaking import say, whisper
from divan.chat.actions.starting import NewChat, start_chat
from divan.chat.models import Chat, ChatMember, ChatSite, EndReason
from divan.chat.tests.waiting_room import site_of
from divan.core.actors import ANONYMOUS
from divan.realtime.lines.families import Seat
from tests.support.cast import Cast, actor

TO_ALL = "Zinnia says that this heater was recalled."
TO_ONE = "Marigold wants to know who broke it."
WORDS = ("Zinnia", "Marigold")


@dataclass(frozen=True)
class Past:
    """The chat, the tokens of its visitor and of the guest expert, and the ids of what was whispered."""

    chat: Chat
    token: str
    guest_token: str
    whispers: tuple[int, ...]

    @property
    def visitor(self) -> Seat:
        found = access.seat_of_visitor(self.token)
        assert found is not None
        return found[1]

    @property
    def bearer(self) -> str:
        return f"Bearer {self.token}"


def visit(
    site: ChatSite, name: str = "Nora", *, language: str = "fa", text: str = "The heater does not start."
) -> tuple[Chat, str]:
    """A stranger who asks, and the token of their page."""
    new = NewChat(
        site=site,
        name=name,
        email=f"{name.lower()}@visitor.example",
        text=text,
        start_key=f"a key that only the page of {name} has drawn",
        language=language,
    )
    started = start_chat(new, actor=ANONYMOUS)
    return started.chat, started.token


def seat(chat: Chat, who: ChatMember) -> Seat:
    """The seat of a colleague."""
    assert who.user is not None
    found = access.seat_of_staff(actor(who.user), chat.pk)
    assert found is not None
    return found


def conference(people: Cast, *, ends: bool = True) -> Past:
    """Baran leads, Dina is invited and joins, Ece watches, Rosa is a guest; Alma is invited and never comes."""
    agent = actor(people.agent)
    chat, token = visit(site_of(people))
    accept(chat, actor=agent)
    lead = ChatMember.objects.get(chat=chat)
    invite(chat, people.other_agent, actor=agent)
    dina = join(chat, actor=actor(people.other_agent))
    watch(chat, actor=actor(people.supervisor))
    guest, guest_token = invite_guest(chat, "Rosa Lind", "Heating engineer", actor=agent)
    guest_joins(guest)
    invite(chat, people.administrator, actor=agent)
    say(chat, "Is the lamp green?", seat=seat(chat, lead), key="one")
    all_of_them = whisper(chat, TO_ALL, seat=seat(chat, dina), key="two")
    only_one = whisper(chat, TO_ONE, seat=seat(chat, lead), key="three", to=dina.pk)
    seen = Past(chat, token, guest_token, tuple(line.message_id or 0 for line in (all_of_them, only_one)))
    say(chat, "چراغ سبز است.", seat=seen.visitor, key="four")
    say(chat, "Then it is the pump.", seat=seat(chat, dina), key="five")
    if ends:
        end_chat(chat, actor=agent, reason=EndReason.EXPERT)
    chat.refresh_from_db()
    return seen

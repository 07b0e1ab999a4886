"""One chat as its experts read it: the last lines, who is in it now, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from divan.chat import access
from divan.chat.models import PRESENT, Chat, ChatMember, ChatSite, Role, State
from divan.chat.queries.states import is_here
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.realtime.lines.families import Content, Seat, family_of

SHOWN = 30
VERBS = ("accept", "join", "watch", "speak", "whisper", "transfer", "invite", "lead", "end")


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody in the chat or invited to it. `id` is their stay's, `key` names them in the lines."""

    id: int
    key: str
    name: str
    title: str
    photo: str
    lead: bool
    watcher: bool
    invited: bool
    is_colleague: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A chat on the page; `me` names the reader in its lines, `may` holds the verbs that the page offers."""

    chat: Chat
    me: str
    stay: ChatMember | None
    may: frozenset[str]
    experts: list[Expert]
    lines: list[dict[str, Any]]

    @property
    def last(self) -> int:
        """The number of the newest line that is shown."""
        return self.lines[-1]["n"] if self.lines else self.chat.last_serial

    @property
    def is_visitor_here(self) -> bool:
        return is_here(self.chat)

    @property
    def page_link(self) -> str:
        """The address of the visitor's page, if it is one of the chat's own site, which their browser told: whatever
        else it says may lead anywhere, and is none.
        """
        return self.chat.page_url if self.chat.site and _is_on(self.chat.site, self.chat.page_url) else ""

    @property
    def first(self) -> int:
        """The number of the first line that is shown; 1 when nothing came before."""
        return self.lines[0]["n"] if self.lines else 1

    @property
    def is_running(self) -> bool:
        return self.chat.state != State.ENDED

    @property
    def is_inside(self) -> bool:
        """Whether the reader has come to the chat, to speak or to watch."""
        return self.stay is not None and self.stay.joined_at is not None

    @property
    def writes(self) -> tuple[str, ...]:
        """The composers that the reader has."""
        modes = (("reply", "speak"), ("note", "whisper"))
        return tuple(mode for mode, verb in modes if verb in self.may) if self.is_running else ()


def talk_of(actor: Actor, chat_id: int, *, with_lines: bool = True) -> Talk:
    """The chat as somebody of the staff sees it; raises NotAllowed for missing and forbidden ones alike."""
    chat, seat = access.chat_for(actor, chat_id), seat_of(actor, chat_id)
    stays = _stays(chat)
    return Talk(
        chat=chat,
        me=seat.listener,
        stay=next((stay for stay in stays if stay.user_id == actor.id), None),
        may=frozenset(verb for verb in VERBS if access.may(actor, verb, chat)),
        experts=_experts(stays),
        lines=_lines_before(seat, chat.last_serial + 1) if with_lines else [],
    )


def guests_talk(chat: Chat, seat: Seat) -> Talk:
    """The chat as a guest expert sees it, whose link gave the seat."""
    stays = _stays(chat)
    stay = next((stay for stay in stays if stay.pk == seat.known["member"]), None)
    has_come = stay is not None and stay.joined_at is not None
    return Talk(
        chat=chat,
        me=seat.listener,
        stay=stay,
        may=frozenset({"speak", "whisper"}) if has_come else frozenset(),
        experts=_experts(stays),
        lines=_lines_before(seat, chat.last_serial + 1) if has_come else [],
    )


def lines_before(actor: Actor, chat_id: int, before: int) -> list[dict[str, Any]]:
    """The lines that come before number `before`, oldest first."""
    return _lines_before(seat_of(actor, chat_id), before)


def seat_of(actor: Actor, chat_id: int) -> Seat:
    """The seat of somebody of the staff at the chat; raises NotAllowed."""
    seat = access.seat_of_staff(actor, chat_id)
    if seat is None:
        raise NotAllowed(f"chat {chat_id}")
    return seat


def _is_on(site: ChatSite, address: str) -> bool:
    """Whether an address begins with an origin that may show the site's chat, or with ours where the portal does."""
    origins = [*site.origins, *([settings.PUBLIC_URL] if site.in_portal else [])]
    return any(address == origin or address.startswith(f"{origin}/") for origin in origins)


def _stays(chat: Chat) -> list[ChatMember]:
    """Those who are in it or invited to it; of an ended chat, those who stayed until its end."""
    stayed = PRESENT | Q(left_at__gte=chat.ended_at) if chat.ended_at else PRESENT
    rows = ChatMember.objects.filter(stayed, chat=chat).select_related("user")
    return list(rows.order_by("joined_at", "pk"))


def _experts(stays: Iterable[ChatMember]) -> list[Expert]:
    return [
        Expert(
            id=stay.pk,
            key=stay.listener,
            name=stay.name,
            title=stay.title,
            photo=stay.photo,
            lead=stay.role == Role.LEAD,
            watcher=stay.role == Role.WATCHER,
            invited=stay.joined_at is None,
            is_colleague=stay.user_id is not None,
        )
        for stay in stays
    ]


def _lines_before(seat: Seat, before: int) -> list[dict[str, Any]]:
    """Lines as the feed has them, with `moment` for templates."""
    family, after = family_of(seat.channel), max(0, before - 1 - SHOWN)
    if family is None or before <= 1:
        return []
    lines = family.lines(seat, after, before - 1 - after)
    return [{**line, "moment": _moment(line)} for line in lines]


def _moment(line: Content) -> datetime | None:
    return datetime.fromisoformat(line["at"]) if line.get("at") else None

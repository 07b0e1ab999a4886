"""Past chats made of the newest tickets of an installation, and a colleague who may read those of one group only."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import islice
from typing import Any

from divan.accounts.actions.roles import RoleSettings, create_role
from divan.accounts.models import Group, Membership, Role, User
from divan.chat.models import Chat, ChatLine, ChatMember, ChatSite, EndReason, Kind, Outcome, Purpose, State
from divan.conversations.models import Channel, Message
from divan.core import clock
from divan.core.actors import SYSTEM, Right
from divan.core.tokens import hash_of
from divan.tickets.models import Ticket

AT_ONCE = 2_000
READER = "Reads the archive"
_LANGUAGES = ("en", "tr", "he", "fa", "pl")
_STARS = (*(None,) * 80, *(5,) * 60, *(4,) * 40, *(3,) * 15, *(2,) * 4, 1)


def make(number: int) -> None:
    """Past chats of the newest tickets that have none, until there are so many."""
    missing = number - Chat.objects.count()
    if missing <= 0:
        return
    chance = random.Random(number)  # noqa: S311 - sample data, no secret
    agents = list(User.objects.filter(role__is_staff=True).order_by("pk"))
    group = Ticket.objects.latest("pk").group
    sites = [_site(name, group) for name in ("Shop", "Help", "Blog")]
    rows = Ticket.objects.exclude(pk__in=Chat.objects.values("ticket_id")).select_related("requester")
    waiting = rows.order_by("-pk")[:missing].iterator(AT_ONCE)
    while tickets := list(islice(waiting, AT_ONCE)):
        Ticket.objects.filter(pk__in=[one.pk for one in tickets]).update(channel=Channel.CHAT)
        _past_chats(tickets, sites, agents, chance)


def _site(name: str, group: Group) -> ChatSite:
    said = {"secret": "", "name": name, "group": group, "created_at": clock.now()}
    return ChatSite.objects.get_or_create(key=f"bench {name}", defaults=said)[0]


def reader_of_a_group() -> User:
    """Somebody who may open the archive and sees one group."""
    found = User.objects.filter(role__names__en=READER).first()
    if found is not None:
        return found
    member = Membership.objects.filter(right__gte=Right.REPLY, user__role__slug="agent").latest("pk")
    settings = RoleSettings(
        names={"en": READER}, is_staff=True, permissions=("chat.archive",), all_groups=Right.NONE
    )
    role: Role = create_role(settings, actor=SYSTEM)
    Membership.objects.filter(user=member.user).exclude(pk=member.pk).delete()
    User.objects.filter(pk=member.user_id).update(role=role)
    return member.user


def _past_chats(
    tickets: list[Ticket], sites: list[ChatSite], agents: list[User], chance: random.Random
) -> None:
    chats = Chat.objects.bulk_create(_chat(ticket, sites, agents, chance) for ticket in tickets)
    leads = ChatMember.objects.bulk_create(_stay(chat, chat.lead) for chat in chats)
    others = [_stay(chat, chance.choice(agents)) for chat in chats if chance.random() < 0.1]
    ChatMember.objects.bulk_create(one for one in others if one.user_id != one.chat.lead_id)
    by_conversation = {ticket.conversation_id: place for place, ticket in enumerate(tickets)}
    counted, lines = [0] * len(chats), []
    messages = Message.objects.filter(conversation_id__in=by_conversation, visibility="public").order_by("pk")
    for message in messages.only("pk", "conversation_id", "from_staff", "created_at"):
        place = by_conversation[message.conversation_id]
        counted[place] += 1
        lines.append(
            ChatLine(
                chat=chats[place],
                serial=counted[place],
                public=counted[place],
                kind=Kind.SAID,
                message=message,
                member=leads[place] if message.from_staff else None,
                at=message.created_at,
            )
        )
    ChatLine.objects.bulk_create(lines)


def _stay(chat: Chat, person: User | None) -> ChatMember:
    return ChatMember(
        chat=chat,
        user=person,
        name=str(person),
        invited_at=chat.started_at,
        joined_at=chat.accepted_at,
        left_at=chat.ended_at,
    )


def _chat(ticket: Ticket, sites: list[ChatSite], agents: list[User], chance: random.Random) -> Chat:
    begun = ticket.created_at
    return Chat(
        ticket=ticket,
        site=chance.choice(sites),
        state=State.ENDED,
        group_id=ticket.group_id,
        visitor=ticket.requester,
        visitor_name=str(ticket.requester),
        token_hash=hash_of(f"token {ticket.pk}"),
        start_key=f"start {ticket.pk}",
        lead=chance.choice(agents),
        language=chance.choice(_LANGUAGES),
        visitor_seen_at=begun,
        started_at=begun,
        waiting_since=begun,
        last_line_at=begun,
        rating=chance.choice(_STARS),
        **_times(ticket, chance),
        **_purpose(chance),
    )


def _times(ticket: Ticket, chance: random.Random) -> dict[str, Any]:
    """Of twenty one was never accepted."""
    begun = ticket.created_at
    waited = int(chance.expovariate(1 / 40))
    lasted = waited + int(chance.expovariate(1 / 400))
    ended = begun + timedelta(seconds=lasted)
    if chance.random() < 0.05:
        return {
            "ended_at": ended,
            "end_reason": EndReason.UNANSWERED,
            "waited_seconds": lasted,
            "lasted_seconds": lasted,
        }
    accepted = begun + timedelta(seconds=waited)
    return {
        "accepted_at": accepted,
        "first_reply_at": accepted,
        "ended_at": ended,
        "end_reason": chance.choice((EndReason.VISITOR, EndReason.EXPERT, EndReason.SILENCE)),
        "waited_seconds": waited,
        "lasted_seconds": lasted,
    }


def _purpose(chance: random.Random) -> dict[str, Any]:
    """A fifth is about buying; nothing was ever sold, which makes that question the dearest."""
    if chance.random() < 0.2:
        return {"purpose": Purpose.SALES, "outcome": chance.choice((Outcome.LEAD, Outcome.LOST, ""))}
    return {"purpose": Purpose.SUPPORT}

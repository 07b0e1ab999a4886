"""The gate of chats. Staff see those whose tickets they see at the desk; a visitor has a
token for one chat, and so has a guest expert. What an address may be shown begins here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from divan.chat import token_life
from divan.chat.models import PRESENT, Chat, ChatMember, Role, State
from divan.conversations.models import Message
from divan.core.actors import Actor, Kind, Right
from divan.core.errors import NotAllowed
from divan.core.ids import id_in
from divan.core.prepared import Prepared
from divan.core.rows import one_of
from divan.core.tokens import hash_of
from divan.realtime.lines.families import Seat
from divan.tickets.access import at_desk, granted_to
from divan.tickets.guests import as_guest

MANAGE, SUPERVISE, ARCHIVE = "chat.manage", "chat.supervise", "chat.archive"
PUBLIC, DESK = "public", "desk"
"""The two feeds: what the visitor reads, and what the experts read."""


def chats_for(actor: Actor) -> QuerySet[Chat]:
    """The chats that somebody of the staff may see: of the tickets that they see. Being in one opens nothing by itself, so
    whoever loses the right in the group loses the chat; whoever is invited from another one is lent the ticket.
    """
    if actor.is_system:
        return Chat.objects.all()
    if actor.kind is not Kind.PERSON or not actor.is_staff:
        return Chat.objects.none()
    if at_desk(actor) is None:
        return Chat.objects.all()
    groups = actor.groups_with(Right.SEE) or []
    return Chat.objects.filter(Q(ticket__group_id__in=groups) | Q(ticket_id__in=granted_to(actor)))


def chat_for(actor: Actor, chat_id: int) -> Chat:
    """The chat with that id, if the actor may see it; missing and forbidden look the same."""
    return one_of(chats_for(actor).filter(pk=chat_id).select_related("ticket", "site"), f"chat {chat_id}")


def stay_of(actor: Actor, chat: Chat) -> ChatMember | None:
    """The actor's present stay in a chat: they take part, watch, or are invited."""
    if not actor.is_authenticated:
        return None
    return ChatMember.objects.filter(PRESENT, chat_id=chat.pk, user_id=actor.person_id).first()


def may(actor: Actor, verb: str, chat: Chat) -> bool:
    """Whether the actor may do `verb`: accept, join, watch, speak, whisper, transfer, invite, lead or end.

    A visitor may end their own chat. Guest experts speak and whisper through the seat of their link.
    """
    if actor.is_system:
        return True
    if actor.kind is Kind.GUEST:
        return verb == "end" and actor.ticket_id == chat.ticket_id
    if not (actor.is_authenticated and actor.is_staff):
        return False
    right = actor.right_in(chat.group_id)
    if verb == "accept":
        return right >= Right.REPLY
    supervises = actor.may(SUPERVISE) and right >= Right.SEE
    if verb == "watch" or (supervises and verb in _BY_SUPERVISORS):
        return supervises
    return _may_in_chat(verb, stay_of(actor, chat), right, is_waiting=chat.state == State.WAITING)


_BY_SUPERVISORS = frozenset({"transfer", "invite", "lead", "end"})


def _may_in_chat(verb: str, stay: ChatMember | None, right: Right, *, is_waiting: bool) -> bool:
    """What somebody may do by being in the chat, or by answering in its group."""
    if verb == "join":
        return stay is not None or right >= Right.REPLY
    if is_waiting:
        return verb in ("end", "transfer") and right >= Right.REPLY
    if stay is None or stay.joined_at is None:
        return False
    if verb == "whisper":
        return True
    if verb in ("lead", "end"):
        return stay.role == Role.LEAD
    return verb in ("speak", "transfer", "invite") and stay.role != Role.WATCHER


def require(actor: Actor, verb: str, chat: Chat) -> None:
    """Raise NotAllowed unless the actor may do `verb`."""
    if not may(actor, verb, chat):
        raise NotAllowed(f"{verb} chat {chat.pk}")


def seat_of_visitor(token: str) -> tuple[Chat, Seat] | None:
    """The chat that a visitor's token opens, and their seat at it; None for anything else, and for a token that is over."""
    found = _of_token.first(token=hash_of(token)) if token else None
    return (found, _visitors_seat(found)) if found and not token_life.is_over(found) else None


def seat_of_guest(token: str) -> tuple[Chat, Seat] | None:
    """The chat that a guest expert's link opens while they are in it, and their seat; None for anything else."""
    if not token:
        return None
    stay = ChatMember.objects.filter(PRESENT, token_hash=hash_of(token)).first()
    if stay is None:
        return None
    chat = _with_all().get(pk=stay.chat_id)
    name = Actor(kind=Kind.GUEST, name=stay.name, language=chat.language)
    return chat, _seat(
        chat, DESK, stay.listener, name, {"member": stay.pk, "speaks": stay.joined_at is not None}
    )


def seat_of_staff(actor: Actor, chat_id: int) -> Seat | None:
    """The seat of somebody of the staff at a chat that they may see; who may write in it, the verbs decide."""
    chat = chats_for(actor).filter(pk=chat_id).select_related("ticket", "site").first()
    if chat is None:
        return None
    stay = stay_of(actor, chat)
    speaks = stay is not None and stay.joined_at is not None and stay.role != Role.WATCHER
    return _seat(
        chat, DESK, f"person:{actor.id}", actor, {"member": stay.pk if stay else None, "speaks": speaks}
    )


def may_listen_queue(actor: Actor, key: str) -> bool:
    """Topic `chats:<group id>`: something changed in a group's chats."""
    group = id_in(key)
    return bool(group) and actor.is_staff and actor.right_in(group) >= Right.SEE


def _with_all() -> QuerySet[Chat]:
    return Chat.objects.select_related("ticket", "site", "visitor")


# All pages come back at once when a server was away.
_of_token = Prepared(lambda token: _with_all().filter(token_hash=token), token=str)
_unverified = Prepared(
    lambda conversation: Message.objects.filter(conversation_id=conversation, is_verified=False).values_list(
        "pk", flat=True
    )[:1],
    conversation=int,
)


def _visitors_seat(chat: Chat) -> Seat:
    """Whoever only claims an address acts for nobody: what belongs to its owner is not theirs."""
    if chat.is_identified:
        actor = as_guest(chat.visitor, chat.ticket_id)
    else:
        actor = Actor(
            kind=Kind.GUEST, name=chat.visitor_name, language=chat.language, ticket_id=chat.ticket_id
        )
    known = {"speaks": True, "is_verified": _is_verified(chat)}
    seat = _seat(chat, PUBLIC, visitors_key(chat.pk), actor, known)
    may_write = token_life.may_write(chat)
    return replace(seat, may_write=may_write, is_missed=chat.visitor_left_at is not None)


def _is_verified(chat: Chat) -> bool:
    """Whether nobody else is claimed to have written: so it was decided for the first message."""
    if chat.is_proved:
        return True
    return not _unverified(conversation=chat.ticket.conversation_id)


def visitors_key(chat_id: int) -> str:
    """How the visitor of a chat is called in its feeds: by the chat, never by who they are."""
    return f"visitor:{chat_id}"


def _seat(chat: Chat, feed: str, listener: str, actor: Actor, known: Mapping[str, Any]) -> Seat:
    facts = {"chat": chat.pk, "shows_typing": bool(chat.site and chat.site.shows_typing), **known}
    return Seat(channel=chat.channel, feed=feed, listener=listener, actor=actor, known=facts)

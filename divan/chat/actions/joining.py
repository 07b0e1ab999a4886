"""Coming to a chat: to speak, or to watch unseen."""

from __future__ import annotations

from django.db import transaction

from divan.chat import access
from divan.chat.actions.conference import colleague, locked, member_of, require_running, seat, tell
from divan.chat.actions.lines import add_line, announce
from divan.chat.events.conference import ChatJoined
from divan.chat.models import Chat, ChatMember, Kind, Role
from divan.core import clock
from divan.core.actors import Actor
from divan.core.actors import Kind as ActorKind
from divan.core.errors import NotAllowed
from divan.tickets.log import batch


def join(chat: Chat, *, actor: Actor) -> ChatMember:
    """Come to speak: whoever was invited, and whoever may answer in the group. The visitor reads the name and title.

    Raises Overtaken if the chat has ended.
    """
    with transaction.atomic(), batch():
        row = locked(chat)
        person, known = colleague(actor), member_of(row, actor.id)
        if known is None or known.role == Role.WATCHER:
            access.require(actor, "join", row)
        if person.pk == row.visitor_id:
            raise NotAllowed(f"join {row.pk}")
        require_running(row)
        if known is not None and known.joined_at is not None and known.role != Role.WATCHER:
            return known
        return _came(row, seat(row, person, Role.EXPERT), actor)


def watch(chat: Chat, *, actor: Actor) -> ChatMember:
    """Watch without a word to the visitor, who never learns of it; watchers whisper. Quiet for who is in it already."""
    with transaction.atomic():
        row = locked(chat)
        access.require(actor, "watch", row)
        person, known = colleague(actor), member_of(row, actor.id)
        if person.pk == row.visitor_id:
            raise NotAllowed(f"watch {row.pk}")
        require_running(row)
        if known is not None and known.joined_at is not None:
            return known
        member = seat(row, person, Role.WATCHER)
        announce(row)
        return member


def guest_joins(member: ChatMember) -> ChatMember:
    """The guest expert has opened their link, which is all they need; quiet the second time.

    Raises Overtaken if the chat has ended, NotAllowed if they are in it no more.
    """
    with transaction.atomic(), batch():
        row = locked(member.chat)
        require_running(row)
        found = ChatMember.objects.get(pk=member.pk, chat=row, user=None)
        if found.left_at is not None:
            raise NotAllowed(f"guest {member.pk}")
        if found.joined_at is not None:
            return found
        found.joined_at = clock.now()
        found.save(update_fields=["joined_at"])
        return _came(row, found, guest_actor(found))


def guest_actor(member: ChatMember) -> Actor:
    """Who acts when a guest expert does: somebody without rights anywhere."""
    return Actor(kind=ActorKind.GUEST, name=member.name)


def _came(row: Chat, member: ChatMember, actor: Actor) -> ChatMember:
    add_line(row, Kind.JOINED, member=member)
    tell(row, ChatJoined(expert=member.pk), actor=actor)
    announce(row)
    return member

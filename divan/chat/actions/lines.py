"""Adding to the course of a chat: the one place where a line gets its numbers.

The caller holds the transaction and has locked the chat, so the order of the numbers is the order of the commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from divan.chat.models import BACKSTAGE, Chat, ChatLine, ChatMember, Kind, Role
from divan.conversations.models import Message
from divan.core import clock
from divan.core.prepared import PreparedInsert
from divan.realtime import doorbell
from divan.search.actions import changed

TOLD = timedelta(seconds=30)
"""Search hears of a running chat no more often than this."""

COUNTERS = ("last_serial", "last_public", "last_line_at")
_insert_line = PreparedInsert(ChatLine)


def locked(chat: Chat) -> Chat:
    """The current row with its ticket and its site, locked until the transaction ends."""
    rows = Chat.objects.select_for_update(of=("self",)).select_related("ticket", "site")
    return rows.get(pk=chat.pk)


def add_line(
    chat: Chat,
    kind: Kind,
    *,
    member: ChatMember | None = None,
    message: Message | None = None,
    to: ChatMember | None = None,
    data: Mapping[str, Any] | None = None,
) -> ChatLine:
    """Store the next line of the locked chat, save its counters, and wake those who read it on commit.

    `data` holds ids and fixed words. What watchers do never gets a number in the public feed.
    """
    line = number_line(chat, kind, member=member, message=message, to=to, data=data)
    chat.save(update_fields=COUNTERS)
    ring_lines(chat)
    return line


def number_line(
    chat: Chat,
    kind: Kind,
    *,
    member: ChatMember | None = None,
    message: Message | None = None,
    to: ChatMember | None = None,
    data: Mapping[str, Any] | None = None,
) -> ChatLine:
    """Store the next line; whoever writes several of them saves the chat's `COUNTERS` and rings once, at the end."""
    now = clock.now()
    chat.last_serial += 1
    public = is_public(kind, member)
    chat.last_public += public
    if _bucket(chat.last_line_at) != _bucket(now):
        changed("ticket", chat.ticket_id)
    chat.last_line_at = now
    return _insert_line(
        ChatLine(
            chat=chat,
            serial=chat.last_serial,
            public=chat.last_public if public else None,
            kind=kind,
            message=message,
            member=member,
            to=to,
            data=dict(data or {}),
            at=now,
        )
    )


def count_of(files: int) -> dict[str, int]:
    """What a line says of its message's files, so that lines without any ask for none."""
    return {"files": files} if files else {}


def is_public(kind: Kind, member: ChatMember | None) -> bool:
    """Whether the visitor sees such a line: no whispers, no invitations, and nothing of those who only watch."""
    return kind not in BACKSTAGE and (member is None or member.role != Role.WATCHER)


def ring_lines(chat: Chat) -> None:
    """When the transaction commits, have every process look for lines up to the newest one."""
    transaction.on_commit(partial(doorbell.ring, [chat.channel], event=chat.last_serial, kind="lines"))


def recheck_readers(chat: Chat) -> None:
    """When the transaction commits, have everybody who reads the chat asked about again: it changes hands. What the
    transaction stores behind this call is told to nobody before.
    """
    transaction.on_commit(partial(doorbell.recheck_channel, chat.channel))


def announce(chat: Chat, *, before_group: int | None = None) -> None:
    """When the transaction commits, have the pages of the chat ask what is true now, and consoles read the queue of its
    group (and of the one that it was in before).
    """
    groups = dict.fromkeys([chat.group_id, before_group or chat.group_id])
    transaction.on_commit(partial(doorbell.ring, [chat.channel], event=0, kind="state"))
    queues = [f"chats:{group}" for group in groups]
    transaction.on_commit(partial(doorbell.ring, queues, event=0, kind="chats"))


def _bucket(moment: Any) -> int:
    return int(moment.timestamp() // TOLD.total_seconds())

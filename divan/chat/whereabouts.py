"""Whether a visitor is there: a page of theirs was heard of lately, and the last one has not been closed for good."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from divan.chat.limits import AWAY, HERE
from divan.chat.models import Chat


def is_there(chat: Chat, now: datetime) -> bool:
    """Whether the visitor of a chat is there at the moment `now`."""
    has_left = chat.visitor_left_at is not None and chat.visitor_left_at <= now - AWAY
    return chat.visitor_seen_at > now - HERE and not has_left


def not_there(now: datetime) -> Q:
    """The same of many chats: the condition on those whose visitors are not there."""
    return Q(visitor_seen_at__lte=now - HERE) | Q(visitor_left_at__lte=now - AWAY)

"""Articles for a chat: found for its visitor, in their language, and never one that they could not read (K3)."""

from __future__ import annotations

from collections.abc import Sequence

from divan.accounts.identity import actor_of
from divan.chat.models import Chat, ChatLine, Kind
from divan.core.actors import ANONYMOUS, Actor
from divan.knowledge.queries.linkable import Answering, Linkable, find_linkable, near

SUGGESTED = 3
_LAST = 5
"""So many messages of the visitor say what they ask about now."""


def articles_for_chat(
    actor: Actor, chat: Chat, words: str = "", *, to_experts: bool = False
) -> Sequence[Linkable]:
    """Articles that hold these words; without any, those that are nearest to what the visitor said last.

    A whisper (`to_experts`) may link to what the staff reads; anything else only to what the visitor may read.
    """
    answering = Answering(actor, None if to_experts else _reader(chat), chat.language)
    if words.strip():
        return find_linkable(answering, words)
    asked = _asked(chat)
    return near(answering, asked) if asked else ()


def _reader(chat: Chat) -> Actor:
    """Whoever only claims an address reads what everybody may."""
    return actor_of(chat.visitor) if chat.is_proved else ANONYMOUS


def _asked(chat: Chat) -> str:
    said = ChatLine.objects.filter(chat=chat, kind=Kind.SAID, member=None).order_by("-serial")
    return "\n".join(said.values_list("message__text", flat=True)[:_LAST])

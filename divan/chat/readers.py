"""Who reads a line besides its feed: a whisper to one is read by two."""

from __future__ import annotations

from divan.chat.models import ChatLine, Kind


def readers_of(line: ChatLine) -> frozenset[str] | None:
    """The only listeners who may read a line, or None for everybody in its feeds."""
    if line.kind != Kind.WHISPERED or line.to is None or line.member is None:
        return None
    return frozenset({line.member.listener, line.to.listener})


def may_read(line: ChatLine, listener: str) -> bool:
    """Whether a listener of the feed may read the line."""
    readers = readers_of(line)
    return readers is None or listener in readers

"""Taking chats out of the archive. What leaves the product is written into the administration log."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from divan.accounts import log
from divan.accounts.access import require
from divan.chat import access
from divan.chat.models import Chat
from divan.chat.queries.archive_filters import Asked
from divan.core.actors import Actor

CHATS, CHAT = "chats.exported", "chat.exported"


def export_chats(asked: Asked, form: str, *, actor: Actor) -> None:
    """Note that everything that fits is taken out as JSON or CSV, with what was asked for."""
    require(actor, access.ARCHIVE)
    said: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(asked).items()
        if value
    }
    log.record(actor, CHATS, form, **said)


def export_chat(chat: Chat, form: str, *, with_whispers: bool, actor: Actor) -> None:
    """Note that one chat is taken out in this form, with what experts said among themselves or without it."""
    require(actor, access.ARCHIVE)
    found = access.chat_for(actor, chat.pk)
    log.record(actor, CHAT, found.ticket.number, form=form, with_whispers=with_whispers)

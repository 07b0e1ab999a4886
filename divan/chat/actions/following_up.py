"""What a visitor had not read when the chat ended reaches them by mail: all of it, once, and nothing that they have read."""

from __future__ import annotations

from divan.chat.events import ChatMissed
from divan.chat.models import Chat, ChatLine, Kind
from divan.core.actors import SYSTEM
from divan.tickets.log import record
from divan.tickets.models import Ticket


def unread_of(row: Chat) -> tuple[int, ...]:
    """The messages of experts beyond what the visitor has read, in their order."""
    said = ChatLine.objects.filter(chat=row, kind=Kind.SAID, public__gt=row.visitor_read).exclude(member=None)
    ids = said.exclude(message=None).order_by("public").values_list("message_id", flat=True)
    return tuple(pk for pk in ids if pk is not None)


def look_again(row: Chat) -> None:
    """Some minutes after the end of the locked chat: have mailed what its visitor has not read until now."""
    if row.read_check_at is None:
        return
    row.read_check_at = None
    row.save(update_fields=["read_check_at"])
    tell_missed(row, unread_of(row))


def tell_missed(row: Chat, messages: tuple[int, ...]) -> None:
    """Have these messages mailed, if there are any."""
    if messages:
        ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
        record(ticket, ChatMissed(messages=messages), actor=SYSTEM)

"""What is written on the ticket's page while its chat is running is a line of the chat: nobody talks past each other."""

from __future__ import annotations

from django.db import transaction

from divan.chat.actions.conference import introduction
from divan.chat.actions.lines import add_line, count_of, locked
from divan.chat.models import PRESENT, Chat, ChatLine, ChatMember, Kind, Role, State
from divan.conversations.models import Message
from divan.tickets.models import Ticket


def show_live(ticket: Ticket, message: Message) -> bool:
    """Give the visitor a public message of the staff as a line; True if they get it so, and need no mail.

    Runs in the transaction of whoever would send that mail, and may run twice for the same message.
    """
    chat = Chat.objects.filter(ticket_id=ticket.pk).first()
    if chat is None or message.is_internal or not message.from_staff:
        return False
    with transaction.atomic():
        row = locked(chat)
        if ChatLine.objects.filter(message=message).exists():
            return True
        member = _author(row, message)
        if row.state == State.ENDED or member is None:
            return False
        data = count_of(message.attachments.count())
        add_line(row, Kind.SAID, member=member, message=message, data=data)
        if row.first_reply_at is None:
            row.first_reply_at = message.created_at
            row.save(update_fields=["first_reply_at"])
        return True


def _author(row: Chat, message: Message) -> ChatMember | None:
    """Their stay in the chat; who is not in it looks in for as long as it takes to say this."""
    if message.author is None:
        return None
    stays = ChatMember.objects.filter(PRESENT, chat=row, user=message.author).exclude(joined_at=None)
    if own := stays.exclude(role=Role.WATCHER).first():
        return own
    name, title = introduction(message.author, row)
    at = message.created_at
    return ChatMember.objects.create(
        chat=row, user=message.author, name=name, title=title, invited_at=at, joined_at=at, left_at=at
    )

"""Where the files of a line are fetched: visitors by the token of their chat, experts by their seat."""

from __future__ import annotations

from django.urls import reverse

from divan.chat.access import PUBLIC
from divan.chat.models import ChatLine
from divan.chat.readers import may_read
from divan.conversations.models import Attachment
from divan.core.errors import NotAllowed
from divan.realtime.lines.families import Seat


def address_of(line: ChatLine, file: Attachment, feed: str) -> str:
    """The path of a line's file for the readers of a feed. It opens nothing by itself."""
    if feed == PUBLIC:
        return reverse("chat_file", args=[file.pk])
    return reverse("chat_line_file", args=[line.chat_id, file.pk])


def file_for(seat: Seat, file_id: int) -> Attachment:
    """A file of a line that the expert at this seat may read; raises NotAllowed for any other, and for a whisper's to
    somebody else.
    """
    found = Attachment.objects.filter(pk=file_id).exclude(message=None).first()
    message = found.message_id if found else None
    lines = ChatLine.objects.filter(chat_id=seat.known["chat"], message_id=message or 0)
    line = lines.select_related("member", "to").first()
    if found is None or line is None or not may_read(line, seat.listener):
        raise NotAllowed(f"file {file_id}")
    return found

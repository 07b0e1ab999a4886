"""How long a visitor's token opens their chat: whoever finds a shared computer weeks later finds nothing on it.

A chat that runs needs no term: `schedules` ends it minutes after its last page has closed. Open pages are asked again
every few minutes (`realtime.lines.rights`), so they may notice an end that much later.
"""

from __future__ import annotations

from datetime import timedelta

from divan.accounts.models import AdministrationEntry
from divan.chat.models import Chat
from divan.core import clock

WRITES = timedelta(hours=24)
"""After the end: what was written and could not be sent arrives as late as this, and wakes the ticket."""
READS = timedelta(days=7)
"""After the end: lines, files, copies and the rating. For later there are the copies themselves, and the mail."""


def may_write(chat: Chat) -> bool:
    """Whether the holder of the token may still say something."""
    return chat.ended_at is None or clock.now() < chat.ended_at + WRITES


def is_over(chat: Chat) -> bool:
    """Whether the token opens nothing any more, as one that never was; `chat` comes with its visitor."""
    if chat.ended_at is not None and clock.now() >= chat.ended_at + READS:
        return True
    return not chat.visitor.is_active and _is_shut_out(chat)


def _is_shut_out(chat: Chat) -> bool:
    """Whether this chat went with the account. Who only claims the address of an account that was closed before is a
    stranger like others: a chat that breaks off at once would tell them that there is one, and lose their question.
    """
    if chat.is_identified:
        return True
    entries = AdministrationEntry.objects.filter(kind="person.deactivated", details__id=chat.visitor_id)
    closed_at = entries.values_list("at", flat=True).first()
    return closed_at is None or closed_at >= chat.started_at

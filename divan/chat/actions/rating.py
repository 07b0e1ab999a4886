"""Rating a chat: its visitor gives one to five stars, and a word if they like."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.chat.access import PUBLIC
from divan.chat.actions.lines import announce, locked
from divan.chat.events import ChatRated
from divan.chat.limits import LONGEST_COMMENT
from divan.chat.models import Chat
from divan.core import clock
from divan.core.errors import NotAllowed, Refused
from divan.realtime.lines.families import Seat
from divan.tickets.log import record
from divan.tickets.models import Event, Ticket

STARS = range(1, 6)
MOST_RATINGS = 5
"""Of one chat. Each is an event that others are told of; who changes their mind more often plays with it."""


def rate(chat: Chat, stars: int, comment: str, *, seat: Seat) -> Chat:
    """Keep the rating; a later one replaces it, a few times. Raises Refused before an expert has said anything."""
    if seat.feed != PUBLIC or seat.channel != chat.channel:
        raise NotAllowed("rate")
    if stars not in STARS:
        raise Refused(_("Choose one to five stars."), field="stars")
    words = comment.replace("\x00", "").strip()
    if len(words) > LONGEST_COMMENT:
        raise Refused(_("This comment is too long."), field="comment")
    with transaction.atomic():
        row = locked(chat)
        if not may_be_rated(row):
            raise Refused(_("Nobody has answered yet."))
        if (row.rating, row.rating_comment) == (stars, words) or _is_settled(row):
            return row
        row.rating, row.rating_comment, row.rated_at = stars, words, clock.now()
        row.save(update_fields=["rating", "rating_comment", "rated_at"])
        ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
        record(ticket, ChatRated(stars=stars), actor=seat.actor)
        announce(row)
        return row


def _is_settled(row: Chat) -> bool:
    """Whether it was rated as often as it may be. The first rating asks no log."""
    rated = Event.objects.filter(ticket_id=row.ticket_id, kind=ChatRated.kind)
    return row.rating is not None and rated.count() >= MOST_RATINGS


def may_be_rated(row: Chat) -> bool:
    """Whether there is something to rate: an expert has said something."""
    return row.first_reply_at is not None

"""Who does not want to wait leaves a telephone number: the chat goes on as a ticket with a promised day."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from divan.accounts.business_hours import business_hours
from divan.chat.access import PUBLIC
from divan.chat.actions.ending import end_locked
from divan.chat.actions.lines import locked
from divan.chat.actions.speaking import say
from divan.chat.models import Chat, EndReason, State
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.numbers import ascii_digits
from divan.realtime.lines.families import Seat
from divan.tickets.actions import promise
from divan.tickets.log import batch

LOOKED_AHEAD = 30
_PHONE = re.compile(r"\+?[0-9](?:[ ()./-]{0,2}[0-9]){4,19}")


def ask_call_back(chat: Chat, phone: str, *, seat: Seat) -> Chat:
    """Keep the number as a message of the visitor, promise the next business day, and end the wait.

    Raises Refused for what is no telephone number, and for a chat that does not wait any more.
    """
    if seat.feed != PUBLIC or seat.channel != chat.channel:
        raise NotAllowed("ask for a call")
    number = " ".join(ascii_digits(phone).split())
    if not _PHONE.fullmatch(number):
        raise Refused(_("Type a telephone number with its area code."), field="phone")
    with transaction.atomic(), batch():
        row = locked(chat)
        if row.state == State.ENDED and row.end_reason == EndReason.UNANSWERED:
            return row
        if row.state != State.WAITING:
            raise Refused(_("Somebody has taken your chat already."))
        with translation.override(row.language):
            words = _("Please call me back: %(phone)s") % {"phone": number}
        say(row, words, seat=seat, key=secrets.token_hex(16))
        promise(row.ticket, next_business_day(row.group_id), actor=SYSTEM)
        row = locked(chat)
        end_locked(row, actor=SYSTEM, reason=EndReason.UNANSWERED)
        return row


def next_business_day(group_id: int) -> date:
    """The first day after today on which the group works; tomorrow, if none is near."""
    calendar = business_hours().of(group_id).calendar
    today = clock.now().astimezone(ZoneInfo(calendar.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(1, LOOKED_AHEAD))
    return next((day for day in days if any(calendar.openings(day))), today + timedelta(days=1))

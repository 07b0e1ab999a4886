"""Whether anybody is there: the business hours of the group, and who of it takes chats now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from divan.accounts.business_hours import business_hours
from divan.chat.models import ChatSite, ChatTopic
from divan.chat.queries.agents import free_agents, online_agents
from divan.core import clock
from divan.core.l10n.business_time import BusinessCalendar

LOOKED_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Availability:
    """What a visitor finds. `is_open`: it is within business hours. `is_somebody_there`: a colleague is online, who may be
    busy; `is_somebody_free`: one of them has room. `opens_at`: the next opening; None within hours, and if none is near.
    """

    is_open: bool
    is_somebody_there: bool
    is_somebody_free: bool
    opens_at: datetime | None

    @property
    def takes_chats(self) -> bool:
        """Whether a chat may begin; otherwise the widget is a form. Who waits while all are busy has a place."""
        return self.is_open and self.is_somebody_there


def availability(site: ChatSite, topic: ChatTopic | None = None) -> Availability:
    """Whether a visitor of the site would find somebody now, for a topic of it or for anything."""
    group, now = (topic or site).group, clock.now()
    calendar = business_hours().of(group.pk).calendar
    if not _is_open(calendar, now):
        return Availability(False, False, False, _next_opening(calendar, now))
    is_free = free_agents(group).exists()
    return Availability(True, is_free or online_agents(group).exists(), is_free, None)


def _is_open(calendar: BusinessCalendar, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    return any(opens <= now < closes for opens, closes in calendar.openings(today))


def _next_opening(calendar: BusinessCalendar, now: datetime) -> datetime | None:
    today = now.astimezone(ZoneInfo(calendar.zone)).date()
    for ahead in range(LOOKED_AHEAD_DAYS):
        for opens, _closes in calendar.openings(today + timedelta(days=ahead)):
            if opens > now:
                return opens
    return None

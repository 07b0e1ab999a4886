"""Times that people choose when a message shall go out later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from divan.core import clock
from divan.core.l10n import dates
from divan.core.l10n.calendars import week_of
from divan.core.l10n.languages import known

MORNING, EVENING = 9, 18


def later_times() -> list[tuple[str, str]]:
    """This evening or tomorrow morning, the morning after, and the next first day of the week.

    Each as the value of a form field (in the reader's zone) and in words of the reader's language and calendar.
    """
    here = timezone.localtime(clock.now())
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    evening = morning.replace(hour=EVENING)
    days_to_week = (week_of(known(get_language())).first - here.weekday() - 1) % 7 + 1
    wanted = [morning + timedelta(days=1), morning + timedelta(days=days_to_week)]
    if here < evening - timedelta(hours=1):
        wanted.insert(0, evening)
    return [(moment.strftime("%Y-%m-%dT%H:%M"), _words(moment)) for moment in dict.fromkeys(wanted)]


def _words(moment: datetime) -> str:
    return dates.datetime_medium(moment, known(get_language()), timezone.get_current_timezone())

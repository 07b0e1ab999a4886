"""Times that people choose when a message shall go out later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import get_language

from divan.core import clock
from divan.core.l10n import dates
from divan.core.l10n.calendars import week_of
from divan.core.l10n.languages import known

MORNING, EVENING = 9, 18
USUAL = "%Y-%m-%dT%H:%M"
"""How a time stands in the value of a field, in the reader's zone."""


class UsualTimeField(forms.ChoiceField):
    """One of the usual times. They move on with the clock: what was offered when the page came is still one."""

    def valid_value(self, value: str) -> bool:
        try:
            datetime.strptime(value, USUAL)
        except ValueError:
            return False
        return True


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
    return [_choice(moment) for moment in dict.fromkeys(wanted)]


def usual_times() -> list[tuple[str, str]]:
    """Those, and before them in two hours (in full quarters), after them in a week."""
    here = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    soon = here + timedelta(hours=2, minutes=-(here.minute % 15))
    week = here.replace(hour=MORNING, minute=0) + timedelta(days=7)
    times = dict([_choice(soon), *later_times(), _choice(week)])
    return sorted(times.items())


def _choice(moment: datetime) -> tuple[str, str]:
    return moment.strftime(USUAL), _words(moment)


def _words(moment: datetime) -> str:
    return dates.datetime_medium(moment, known(get_language()), timezone.get_current_timezone())

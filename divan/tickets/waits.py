"""How long the requesters of a list wait for an answer, in the business hours of the groups (S2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.business_hours import business_hours
from divan.core import clock
from divan.core.l10n.durations import duration_short
from divan.ui.formats import language
from divan.ui.icons import icon

HALF, WHOLE = 0.5, 1.0
"""Parts of a business day from which on a wait is shown as long, and as too long."""

_MINUTES_MATTER = timedelta(hours=10)


def mark_waiting(rows: Sequence[dict[str, Any]]) -> None:
    """Put into each row how long its requester has waited, as words with a mark; None where nobody waits.

    The rows have `waiting_since`, `is_open` and `group_id`. Costs no query.
    """
    hours, now, mine = business_hours(), clock.now(), language()
    for row in rows:
        since = row["waiting_since"]
        if since is None or not row["is_open"]:
            row["waits"] = None
            continue
        there = hours.of(row["group_id"])
        waited = there.between(since, now)
        row["waits"] = _shown(waited // timedelta(minutes=1), _degree(waited, there.day), mine)


def _degree(waited: timedelta, day: timedelta) -> float:
    """The threshold that is passed: none, half a business day, or a whole one."""
    part = waited / day if day else 0.0
    return WHOLE if part >= WHOLE else HALF if part >= HALF else 0.0


@lru_cache(maxsize=4096)
def _shown(minutes: int, degree: float, mine: str) -> SafeString:
    words = waited_words(minutes, mine) if minutes else ""
    tone, mark = {WHOLE: ("danger", "alert"), HALF: ("wait", "timer")}.get(degree, ("", "timer"))
    if not minutes:
        said = _("Waits for an answer; no business time has passed yet")
    elif degree == WHOLE:
        said = _("Waits %(time)s of business time: longer than a business day") % {"time": words}
    elif degree == HALF:
        said = _("Waits %(time)s of business time: longer than half a business day") % {"time": words}
    else:
        said = _("Waits %(time)s of business time") % {"time": words}
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    # As a picture it is called what its title says, without saying it twice in each of fifty rows.
    return format_html(
        '<span class="sla" role="img"{} title="{}">{}{}</span>', toned, said, icon(mark), words
    )


def waited_words(minutes: int, mine: str) -> str:
    """A length of time for a list: minutes, hours with minutes up to ten hours, then hours alone."""
    if minutes < 60:
        return duration_short(minutes, "minute", mine)
    hours = duration_short(minutes // 60, "hour", mine)
    if minutes % 60 == 0 or timedelta(minutes=minutes) >= _MINUTES_MATTER:
        return hours
    rest = duration_short(minutes % 60, "minute", mine)
    return pgettext("a length of time", "%(hours)s %(minutes)s") % {"hours": hours, "minutes": rest}

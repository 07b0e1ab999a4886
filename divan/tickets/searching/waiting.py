"""The field about waiting: how long a requester has waited for an answer, in business time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import gettext as _

from divan.accounts.business_hours import business_hours
from divan.core import clock
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.numbers import ascii_digits
from divan.core.l10n.working_time import WorkingTime
from divan.tickets.searching.meaning import Meaning, Reading, Unclear

_LENGTH = re.compile(r"(?ai:([<>])?=?(\d{1,4})(m|h|d))")
_NOTHING = Q(pk__in=[])


def waiting(value: str, _reading: Reading) -> Meaning:
    """Requesters who wait longer than that: >4h, or less: <30m. A day is a business day of the ticket's group."""
    found = _LENGTH.fullmatch(ascii_digits(strip_controls(value)).strip())
    if found is None:
        raise Unclear(_("“%(value)s” is no length of time. You can write: >4h, <30m, >1d") % {"value": value})
    hours, now = business_hours(), clock.now()
    less = found[1] == "<"

    def within(there: WorkingTime) -> Q:
        return _since(there.latest_start(now, _length(int(found[2]), found[3].lower(), there)), less=less)

    condition = ~Q(group_id__in=list(hours.own)) & within(hours.usual)
    for there, groups in hours.by_calendar():
        condition |= Q(group_id__in=groups) & within(there)
    # What is implied lets the databases take the index of those who wait.
    return Meaning(Q(is_open=True, waiting_since__isnull=False) & condition)


def _length(number: int, unit: str, there: WorkingTime) -> timedelta:
    return number * {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": there.day}[unit]


def _since(start: datetime | None, *, less: bool) -> Q:
    """Waiting at least since then, or for less; nobody has waited since a moment that never was.

    Not as a condition on the column alone: SQLite would take the index of the waiting for it, and then sort most of
    what is open to find the newest fifty (measured at 200,000 tickets: 227 ms instead of 15).
    """
    if start is None:
        return Q() if less else _NOTHING
    since = Coalesce("waiting_since", "created_at")
    return Q(GreaterThan(since, start) if less else LessThanOrEqual(since, start))

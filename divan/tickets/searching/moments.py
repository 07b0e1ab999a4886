"""Fields about time: before, after, on, created, updated, solved and promised."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from divan.core import clock
from divan.tickets.queries.solved import solved_in
from divan.tickets.searching.dates import Span, span_of
from divan.tickets.searching.meaning import Meaning, Reading, Unclear
from divan.tickets.searching.vocabulary import Vocabulary


def created(value: str, reading: Reading) -> Meaning:
    """Opened in that time."""
    span = _span(value, reading)
    return Meaning(_since(span) & _until(span))


def created_before(value: str, reading: Reading) -> Meaning:
    """Opened before that time began."""
    return Meaning(Q(created_at__lt=_span(value, reading).start))


def created_after(value: str, reading: Reading) -> Meaning:
    """Opened since that time began: the day that is named belongs to it."""
    return Meaning(_since(_span(value, reading)))


def updated(value: str, reading: Reading) -> Meaning:
    """Last active in that time."""
    span = _span(value, reading)
    ended = Q() if span.end is None else Q(last_activity_at__lt=span.end)
    return Meaning(Q(last_activity_at__gte=span.start) & ended)


def solved(value: str, reading: Reading) -> Meaning:
    """Solved in that time; spam, and what was answered in another ticket, is not."""
    span = _span(value, reading)
    return Meaning(solved_in(span.start, span.end))


PROMISES = Vocabulary(
    {
        "overdue": pgettext_lazy("search value", "overdue"),
        "none": pgettext_lazy("search value", "none"),
    }
)


def promised(value: str, reading: Reading) -> Meaning:
    """Promised to the requester for that time; or the promise is overdue, or there is none."""
    key = PROMISES.exactly(value)
    if key == "none":
        return Meaning(Q(promised_on__isnull=True))
    zone = ZoneInfo(reading.actor.time_zone)
    if key == "overdue":
        return Meaning(Q(is_open=True, promised_on__lt=clock.now().astimezone(zone).date()))
    span = _span(value, reading)
    ended = Q() if span.end is None else Q(promised_on__lt=span.end.astimezone(zone).date())
    return Meaning(Q(promised_on__gte=span.start.astimezone(zone).date()) & ended)


def _since(span: Span) -> Q:
    """Nothing happens to a ticket before it is opened, and for its last activity there is an index."""
    return Q(created_at__gte=span.start, last_activity_at__gte=span.start)


def _until(span: Span) -> Q:
    return Q() if span.end is None else Q(created_at__lt=span.end)


def _span(value: str, reading: Reading) -> Span:
    """One time, or with two dots between them from the start of one to the end of another."""
    first, dots, last = value.partition("..")
    span = _span_of(first, value, reading)
    return Span(span.start, _span_of(last, value, reading).end) if dots else span


def _span_of(part: str, value: str, reading: Reading) -> Span:
    try:
        return span_of(part, language=reading.language, time_zone=reading.actor.time_zone)
    except ValueError:
        raise Unclear(
            _("“%(value)s” is no date. You can write: 2026-11-22, 22.11.2026, 2026-11, 1405/09/01, today, 7d")
            % {"value": value}
        ) from None

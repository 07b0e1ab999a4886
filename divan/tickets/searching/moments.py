"""Fields about time: before, after, on, created and updated."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from divan.tickets.searching.dates import Span, span_of
from divan.tickets.searching.meaning import Meaning, Reading, Unclear


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


def _since(span: Span) -> Q:
    """Nothing happens to a ticket before it is opened, and for its last activity there is an index."""
    return Q(created_at__gte=span.start, last_activity_at__gte=span.start)


def _until(span: Span) -> Q:
    return Q() if span.end is None else Q(created_at__lt=span.end)


def _span(value: str, reading: Reading) -> Span:
    try:
        return span_of(value, language=reading.language, time_zone=reading.actor.time_zone)
    except ValueError:
        raise Unclear(
            _("“%(value)s” is no date. You can write: 2026-11-22, 22.11.2026, 2026-11, 1405/09/01, today, 7d")
            % {"value": value}
        ) from None

"""When the help desk works: weekly hours in a time zone, public holidays, and days that are different."""

from __future__ import annotations

from datetime import date, time

from django.db import models
from django.db.models import Q

from divan.core.l10n.business_time import BusinessCalendar as OpeningHours

LONGEST_CALENDAR_NAME = 60


class BusinessCalendar(models.Model):
    """Opening hours under a name; groups keep one of their own, or the one that is the default.

    `hours` are pairs of wall times by weekday ("0" is Monday), such as {"0": [["09:00", "17:00"]]}; an end of
    "00:00" is the end of the day. `country` is the ISO 3166 code whose public holidays are kept. `closed` are
    further days off and `worked` the public holidays on which this desk works, both as ISO dates: a holiday that
    was moved is in both lists, each with its day.
    """

    name = models.CharField(max_length=LONGEST_CALENDAR_NAME)
    time_zone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=dict)
    country = models.CharField(max_length=2, blank=True)
    closed = models.JSONField(default=list, blank=True)
    worked = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def opening_hours(self) -> OpeningHours:
        """The same as a value that can be counted with."""
        return OpeningHours(
            zone=self.time_zone,
            week={int(day): tuple(map(_interval, spans)) for day, spans in self.hours.items()},
            country=self.country or None,
            closed=frozenset(map(date.fromisoformat, self.closed)),
            worked_holidays=frozenset(map(date.fromisoformat, self.worked)),
        )


def _interval(span: list[str]) -> tuple[time, time]:
    opens, closes = map(time.fromisoformat, span)
    return opens, closes

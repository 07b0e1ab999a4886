"""Business hours as people write them: "9:00-12:30, 13:00-17:30" for each day, and dates in their own calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.accounts.actions import CalendarSettings
from divan.accounts.forms.choices import time_zones
from divan.accounts.hours_presets import COUNTRIES
from divan.accounts.models import BusinessCalendar, Group
from divan.accounts.models.calendars import LONGEST_CALENDAR_NAME
from divan.core.l10n.calendars import parse_date, week_of
from divan.core.l10n.dates import date_short, weekday_name
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits

MOST_DAYS = 400
_SPAN = re.compile(r"(?a:(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?)")
_BETWEEN = re.compile(r"[,;،؛]")
_FULL_DAY = 24 * 60


class DaysField(forms.CharField):
    """Dates, one a line, as the reader writes them; the value is a sorted tuple of ISO dates."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "ltr"})

    def clean(self, value: Any) -> tuple[str, ...]:
        typed = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(typed) > MOST_DAYS:
            raise forms.ValidationError(gettext("These are too many days."))
        return tuple(sorted({_day(line).isoformat() for line in typed}))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            mine = known(get_language())
            return "\n".join(date_short(date.fromisoformat(day), mine) for day in value)
        return value


class HoursField(forms.CharField):
    """The opening hours of a day; the value is a list of pairs of wall times. Empty is closed."""

    widget = forms.TextInput(attrs={"dir": "ltr", "maxlength": 100, "autocomplete": "off"})

    def clean(self, value: Any) -> list[list[str]]:
        typed = ascii_digits(strip_controls(super().clean(value) or ""))
        spans = sorted(_span(part.strip()) for part in _BETWEEN.split(typed) if part.strip())
        for (_opens, closes), (opens, _closes) in pairwise(spans):
            if opens < closes:
                raise forms.ValidationError(gettext("These hours overlap."))
        return [[_written(opens), _written(closes % _FULL_DAY)] for opens, closes in spans]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return ", ".join(f"{opens}-{'24:00' if closes == '00:00' else closes}" for opens, closes in value)
        return value


class CalendarForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("business hours", "Name"),
        max_length=LONGEST_CALENDAR_NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    country = forms.ChoiceField(
        label=_("Public holidays"),
        choices=[("", _("None")), *COUNTRIES.items()],
        required=False,
        help_text=_("Holidays that follow the moon are forecast: when one moves, write both days below."),
    )
    closed = DaysField(
        label=_("Further days off"),
        required=False,
        help_text=_("One date a line, in your calendar."),
    )
    worked = DaysField(
        label=_("Public holidays on which you work"),
        required=False,
        help_text=_("One date a line, in your calendar."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups with these hours"),
        required=False,
        help_text=_("All others keep the usual hours."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any]) -> None:
        """`initial` are values of a calendar's fields, and the ids of its `groups`."""
        hours = initial.get("hours", {})
        days = {f"day_{day}": hours.get(str(day), []) for day in range(7)}
        super().__init__(data, initial={**initial, **days})
        mine = known(get_language())
        for day in _week(mine):
            self.fields[f"day_{day}"] = HoursField(label=weekday_name(day, mine), required=False)
        choices = [(str(group.pk), str(group)) for group in Group.objects.all()]
        groups = self.fields["groups"]
        assert isinstance(groups, forms.MultipleChoiceField)
        groups.choices = choices

    @classmethod
    def for_calendar(cls, calendar: BusinessCalendar, data: Mapping[str, Any] | None = None) -> CalendarForm:
        """The form with the present hours."""
        names = ("name", "time_zone", "hours", "country", "closed", "worked")
        groups = Group.objects.filter(calendar=calendar).values_list("pk", flat=True)
        initial = {name: getattr(calendar, name) for name in names}
        return cls(data, initial={**initial, "groups": [str(pk) for pk in groups]})

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The seven days in the order of the reader's week."""
        return [self[f"day_{day}"] for day in _week(known(get_language()))]

    def settings(self) -> CalendarSettings:
        """What was entered. Only after `is_valid()`."""
        values = self.cleaned_data
        hours = {str(day): values[f"day_{day}"] for day in range(7) if values[f"day_{day}"]}
        return CalendarSettings(
            name=values["name"],
            time_zone=values["time_zone"],
            hours=hours,
            country=values["country"],
            closed=values["closed"],
            worked=values["worked"],
            groups=frozenset(map(int, values["groups"])),
        )


def _week(language: str) -> list[int]:
    first = week_of(language).first
    return [(first + place) % 7 for place in range(7)]


def _day(line: str) -> date:
    try:
        return parse_date(line, known(get_language()))
    except ValueError as failure:
        raise forms.ValidationError(gettext("%(entry)s is not a date.") % {"entry": line[:40]}) from failure


def _span(text: str) -> tuple[int, int]:
    """Opening and closing in minutes of the day."""
    found = _SPAN.fullmatch(text)
    if found:
        opens = int(found[1]) * 60 + int(found[2] or 0)
        closes = int(found[3]) * 60 + int(found[4] or 0) or _FULL_DAY
        if opens < closes <= _FULL_DAY and max(int(found[2] or 0), int(found[4] or 0)) < 60:
            return opens, closes
    raise forms.ValidationError(
        gettext("Write hours like %(example)s.") % {"example": "9:00-12:30, 13:00-17:30"}
    )


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"

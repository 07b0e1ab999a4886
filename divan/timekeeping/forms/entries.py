"""What somebody enters about their time."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.core import clock
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.desk import DeedForm
from divan.timekeeping.actions import Spent
from divan.timekeeping.models import Activity, TimeEntry
from divan.ui.reading import DayField

_SPANS = re.compile(r"(?:(\d{1,2})[:٫.h ])?\s*(\d{1,4})\s*(?:m|min)?")


class MinutesField(forms.Field):
    """Minutes, or hours and minutes with a colon between them, in any digits; the value is in minutes."""

    widget = forms.TextInput(
        attrs={"dir": "ltr", "autocomplete": "off", "maxlength": 20, "inputmode": "text"}
    )

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        found = _SPANS.fullmatch(ascii_digits(str(value)).strip().casefold())
        if found is None:
            raise forms.ValidationError(_("Write minutes, such as 90, or hours and minutes, such as 1:30."))
        hours, minutes = found.groups()
        if hours and int(minutes) > 59:
            raise forms.ValidationError(_("An hour has sixty minutes."))
        return int(hours or 0) * 60 + int(minutes)


class TimeForm(DeedForm):
    """An entry. The page of a deed shows it, and that of a correction."""

    act = pgettext_lazy("button", "Log time")

    def __init__(self, *args: Any, entry: TimeEntry | None = None, **kwargs: Any) -> None:
        if entry:
            kwargs["initial"] = _of(entry)
            self.act = pgettext_lazy("button", "Save")  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        # In this order on the page. The day is built here, because its example is of today.
        self.fields["time"] = MinutesField(
            label=_("How long"), help_text=_("Minutes, such as 90, or hours and minutes, such as 1:30.")
        )
        self.fields["on"] = DayField(label=_("Day"), required=False, initial=timezone.localdate(clock.now()))
        self.fields["activity"] = forms.ChoiceField(
            label=pgettext_lazy("time", "Activity"), choices=Activity.choices, initial=Activity.WORK
        )
        self.fields["note"] = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
        self.fields["is_billable"] = forms.BooleanField(
            label=gettext_lazy("The customer pays for it"), required=False
        )

    def spent(self) -> Spent:
        """What was entered. After `is_valid()`."""
        entered = self.cleaned_data
        return Spent(
            minutes=entered["time"],
            on=entered["on"] or timezone.localdate(clock.now()),
            activity=entered["activity"],
            is_billable=entered["is_billable"],
            note=entered["note"],
        )


def _of(entry: TimeEntry) -> dict[str, Any]:
    hours, minutes = divmod(entry.minutes, 60)
    return {
        "time": f"{hours}:{minutes:02}",
        "on": entry.on,
        "activity": entry.activity,
        "note": entry.note,
        "is_billable": entry.is_billable,
    }

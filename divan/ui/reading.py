"""Form fields that read days and amounts as people write them: any digits, their own calendar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.l10n import dates
from divan.core.l10n.calendars import parse_date
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import parse_number


class DayField(forms.Field):
    """A day as the reader writes it, Jalali in Persian; the value is a Gregorian date."""

    widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "maxlength": 20})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example %(date)s") % {"date": _today()})
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return parse_date(str(value), known(get_language()))
        except ValueError as failure:
            raise ValidationError(
                _("This is not a date. Write it like %(date)s.") % {"date": _today()}
            ) from failure

    def prepare_value(self, value: Any) -> Any:
        return dates.date_short(value, known(get_language())) if isinstance(value, date) else value


class AmountField(forms.Field):
    """A number in any digits and with the reader's separators; the value is a Decimal."""

    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal", "maxlength": 40})

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return parse_number(str(value)[:100], known(get_language()))
        except ValueError as failure:
            raise ValidationError(_("This is not a number.")) from failure


def _today() -> str:
    """Today as the reader writes it: the example that shows the order and the calendar."""
    return dates.date_short(clock.now(), known(get_language()))

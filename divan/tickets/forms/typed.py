"""Form fields that read what people type in their own language: any digits, their own calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.l10n import dates
from divan.core.l10n.calendars import parse_date
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits, parse_number
from divan.core.labels import label
from divan.tickets.models import FormField

Kind = FormField.Kind
_FEW_CHOICES = 4
_PHONE_DIGITS = (5, 15)  # E.164 allows fifteen
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


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


class PhoneField(forms.CharField):
    """A phone number in any digits; the value has only ASCII digits and the marks between them."""

    widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "tel"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> Any:
        typed = ascii_digits(super().to_python(value) or "")
        fewest, most = _PHONE_DIGITS
        if typed and not (_PHONE.fullmatch(typed) and fewest <= sum(map(str.isdigit, typed)) <= most):
            raise ValidationError(_("This phone number is not complete. Write it with its area code."))
        return typed


class WebAddressField(forms.URLField):
    """An http or https address; the scheme may be left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=500, **options)
        self.widget.attrs |= {"dir": "ltr"}


def _today() -> str:
    """Today as the reader writes it: the example that shows the order and the calendar."""
    return dates.date_short(clock.now(), known(get_language()))


def _choice(row: FormField, options: dict[str, Any]) -> forms.Field:
    choices = [(choice["value"], label(choice["labels"])) for choice in row.choices]
    if len(choices) <= _FEW_CHOICES:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", "—"), *choices], **options)


_MAKERS: dict[str, Callable[[FormField, dict[str, Any]], forms.Field]] = {
    Kind.TEXT: lambda row, options: forms.CharField(max_length=500, **options),
    Kind.LONG_TEXT: lambda row, options: forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), **options
    ),
    Kind.CHOICE: _choice,
    Kind.DATE: lambda row, options: DayField(**options),
    Kind.NUMBER: lambda row, options: AmountField(**options),
    Kind.PHONE: lambda row, options: PhoneField(**options),
    Kind.URL: lambda row, options: WebAddressField(**options),
}


def field_for(row: FormField) -> forms.Field:
    """The control for a question of a form, labelled in the reader's language."""
    options: dict[str, Any] = {"label": label(row.labels), "required": row.is_required}
    if hint := label(row.hints):
        options["help_text"] = hint
    return _MAKERS[row.kind](row, options)

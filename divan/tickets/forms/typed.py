"""Form fields that read what people type in their own language: any digits, their own calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from divan.accounts.access import people_visible_to
from divan.accounts.models import User
from divan.accounts.models.users import clean_address
from divan.assets import queries as assets
from divan.core.actors import Actor
from divan.core.l10n.numbers import ascii_digits
from divan.core.labels import label
from divan.tickets.fields.rules import checks_for
from divan.tickets.models import Kind, Typed
from divan.ui.reading import AmountField, DayField

_FEW_CHOICES = 4
_PHONE_DIGITS = (5, 15)  # E.164 allows fifteen
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


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


class PersonField(forms.Field):
    """Somebody by their e-mail address; the value is the id of a person whom the `actor` may know."""

    widget = forms.EmailInput(attrs={"autocomplete": "off"})

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.actor = actor

    def to_python(self, value: Any) -> int | None:
        typed = str(value or "").strip()[:254]
        if not typed:
            return None
        found = people_visible_to(self.actor).filter(email=clean_address(typed)).first()
        if found is None:
            raise ValidationError(_("Nobody here has this address."))
        return found.pk

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return User.objects.filter(pk=value).values_list("email", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who fills in, and on whose behalf."""

    actor: Actor
    requester: User | None = None


def _offered(asked: Typed) -> list[tuple[str, str]]:
    return [(choice["value"], label(choice["labels"])) for choice in asked.choices]


def _choice(asked: Typed, _asking: Asking, options: dict[str, Any]) -> forms.Field:
    choices = _offered(asked)
    if len(choices) <= _FEW_CHOICES:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", "—"), *choices], **options)


def _multiple(asked: Typed, _asking: Asking, options: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=_offered(asked), widget=forms.CheckboxSelectMultiple, **options)


def _product(_asked: Typed, asking: Asking, options: dict[str, Any]) -> forms.Field:
    products = assets.choices(asking.actor, asking.requester)
    held = [row.pk for row in products]
    value = options.pop("initial", None)
    named = assets.names_of([value]) if isinstance(value, int) and value not in held else {}
    choices = [("", "—"), *((row.pk, row.name) for row in products), *named.items()]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, initial=value, **options)


_Maker = Callable[[Typed, Asking, dict[str, Any]], forms.Field]
_MAKERS: dict[str, _Maker] = {
    Kind.TEXT: lambda asked, asking, options: forms.CharField(max_length=500, **options),
    Kind.LONG_TEXT: lambda asked, asking, options: forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), **options
    ),
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.CHECK: lambda asked, asking, options: forms.BooleanField(**options),
    Kind.DATE: lambda asked, asking, options: DayField(**options),
    Kind.NUMBER: lambda asked, asking, options: AmountField(**options),
    Kind.FILE: lambda asked, asking, options: forms.FileField(**options),
    Kind.PERSON: lambda asked, asking, options: PersonField(actor=asking.actor, **options),
    Kind.PRODUCT: _product,
    Kind.PHONE: lambda asked, asking, options: PhoneField(**options),
    Kind.URL: lambda asked, asking, options: WebAddressField(**options),
}


def field_for(asked: Typed, asking: Asking, *, required: bool, initial: Any = None) -> forms.Field:
    """The control for something that is asked, labelled in the reader's language; `initial` as `answers.read` gives it."""
    options: dict[str, Any] = {"label": str(asked), "required": required}
    if initial is not None:
        options["initial"] = initial
    if hint := label(asked.hints):
        options["help_text"] = hint
    made = _MAKERS[asked.kind](asked, asking, options)
    made.validators = [*made.validators, *checks_for(asked.kind, asked.rules)]
    return made

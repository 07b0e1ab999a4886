"""Form controls of Django's bound fields, dressed for our components."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

# What is typed in one direction whatever the language of the page.
_ALWAYS_LTR = (
    forms.EmailInput,
    forms.URLInput,
    forms.NumberInput,
    forms.PasswordInput,
    forms.TelInput,
)
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "chips"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "files"),
)


def kind_of(field: BoundField) -> str:
    """Which component shows `field`: hidden, chips, choices, check, files or input."""
    widget = field.field.widget
    return next((kind for base, kind in _KINDS if isinstance(widget, base)), "input")


def control(field: BoundField, **extra: Any) -> SafeString:
    """The control itself: described by its error or, without one, by its hint, and with its direction.

    `extra` are further attributes, written as keyword arguments (`hx_get`).
    """
    widget = field.field.widget
    attrs = {key.rstrip("_").replace("_", "-"): value for key, value in extra.items() if value is not None}
    if "dir" not in widget.attrs and (direction := _direction(widget)):
        attrs.setdefault("dir", direction)
    described = (
        f"{field.auto_id}_error" if field.errors else f"{field.auto_id}_hint" if field.help_text else ""
    )
    if described and not field.use_fieldset:
        attrs.setdefault("aria-describedby", described)
    return field.as_widget(attrs=attrs)


def _direction(widget: forms.Widget) -> str:
    """The `dir` of a control: codes and addresses run left to right, words as they are typed."""
    if isinstance(widget, _ALWAYS_LTR):
        return "ltr"
    return "auto" if isinstance(widget, (forms.TextInput, forms.Textarea)) else ""

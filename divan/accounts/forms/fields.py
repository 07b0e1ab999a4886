"""Fields that keep to our rules: addresses read from the left, and are stored in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.accounts.models.users import clean_address


class AddressField(forms.EmailField):
    """A mail address in the stored form."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("E-mail address"))
        options.setdefault("max_length", 254)
        options.setdefault("widget", forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        return clean_address(super().clean(value) or "")


class NewPasswordField(forms.CharField):
    """A password that somebody chooses now; rules are checked by the form, which knows the person."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Password"))
        options.setdefault("help_text", _("At least 8 characters, and none of the common ones."))
        options.setdefault(
            "widget", forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "new-password"})
        )
        super().__init__(strip=False, max_length=256, **options)

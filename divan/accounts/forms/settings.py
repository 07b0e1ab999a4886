"""General settings and look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from divan.accounts import brand
from divan.accounts.actions.installation import Settings
from divan.accounts.forms.choices import time_zones
from divan.accounts.models import Installation


class GeneralForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=120,
        help_text=_("Customers see it on every page and in every mail."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        help_text=_("Customers read and write in these; you answer in yours."),
        widget=forms.CheckboxSelectMultiple,
    )
    default_language = forms.ChoiceField(label=_("Default language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("For visitors and for new people; everybody can choose their own."),
    )
    number_prefix = forms.RegexField(
        label=_("Beginning of ticket numbers"),
        regex=r"^[A-Za-z0-9]*[-/]?$",
        max_length=12,
        required=False,
        help_text=_("Latin letters, digits and one hyphen, such as DVN-."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    number_checksum = forms.BooleanField(
        label=_("Add a check digit to ticket numbers"),
        required=False,
        help_text=_("A mistyped number is noticed, also on the phone."),
    )
    close_after_days = forms.IntegerField(
        label=_("Close solved tickets after this many days"),
        min_value=1,
        max_value=365,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        help_text=_("Until then the customer can reopen them with one click."),
    )
    hotline = forms.CharField(
        label=_("Hotline"),
        max_length=60,
        required=False,
        help_text=_("Shown to customers in the portal. Leave it empty if there is none."),
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "tel"}),
    )

    @classmethod
    def for_installation(cls, here: Installation, data: Mapping[str, Any] | None = None) -> GeneralForm:
        """The form with the present settings."""
        return cls(data, initial={name: getattr(here, name) for name in Settings.__slots__})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        default, offered = cleaned.get("default_language"), cleaned.get("languages")
        if default and offered and default not in offered:
            self.add_error("default_language", gettext("The default language must be one of those offered."))
        return cleaned

    def settings(self) -> Settings:
        """What was entered. Only after `is_valid()`."""
        return Settings(**{**self.cleaned_data, "languages": tuple(self.cleaned_data["languages"])})


class BrandForm(forms.Form):
    hue = forms.ChoiceField(
        label=_("Colour"),
        choices=[(hue.name, hue.label) for hue in brand.HUES],
        help_text=_("You choose the tone, Divan keeps it readable."),
        widget=forms.RadioSelect,
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 512 kB."))
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def chosen_logo(self) -> bytes | None:
        """The new logo, empty to remove it, None to leave it. Only after `is_valid()`."""
        if self.cleaned_data["remove_logo"]:
            return b""
        logo = self.cleaned_data["logo"]
        return logo.read(brand.LOGO_MAX_BYTES + 1) if logo else None

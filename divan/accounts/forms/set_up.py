"""The set-up page's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from divan.accounts import brand
from divan.accounts.forms.choices import time_zones
from divan.accounts.forms.fields import AddressField, NewPasswordField
from divan.accounts.models import User
from divan.accounts.set_up import SetUp


class SetUpForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(label=_("Your e-mail address"), help_text=_("You sign in with it."))
    password = NewPasswordField()
    organization = forms.CharField(
        label=_("Name of the organisation"),
        max_length=120,
        help_text=_("Customers see it on every page and in every mail."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    support_address = AddressField(
        label=_("Support address"),
        help_text=_("Mail to this address becomes a ticket."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 512 kB."))
    hue = forms.ChoiceField(
        label=_("Colour"),
        choices=[(hue.name, hue.label) for hue in brand.HUES],
        initial=brand.HUES[0].name,
        help_text=_("You choose the tone, Divan keeps it readable."),
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        help_text=_("Customers read and write in these; you answer in yours."),
        widget=forms.CheckboxSelectMultiple,
    )
    default_language = forms.ChoiceField(label=_("Default language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    group = forms.CharField(
        label=_("First group"),
        max_length=60,
        initial=_("Support"),
        help_text=_("A team that answers tickets. You can add more later."),
    )
    sample_data = forms.BooleanField(
        label=_("Add sample tickets and people"),
        required=False,
        help_text=_("To look around with. Leave it off for a help desk that is going to work at once."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        default, offered = cleaned.get("default_language"), cleaned.get("languages")
        if default and offered and default not in offered:
            self.add_error("default_language", gettext("The default language must be one of those offered."))
        if password := cleaned.get("password"):
            self._check_password(password, cleaned)
        return cleaned

    def _check_password(self, password: str, cleaned: dict[str, Any]) -> None:
        person = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
        try:
            validate_password(password, person)
        except forms.ValidationError as weak:
            self.add_error("password", weak)

    def data_for_set_up(self) -> SetUp:
        """What was entered, for the verb. Only after `is_valid()`."""
        entered = self.cleaned_data
        hue = brand.hue_named(entered["hue"])
        logo = entered["logo"]
        return SetUp(
            name=entered["name"],
            email=entered["email"],
            password=entered["password"],
            organization=entered["organization"],
            languages=tuple(entered["languages"]),
            default_language=entered["default_language"],
            time_zone=entered["time_zone"],
            group=entered["group"],
            support_address=entered["support_address"],
            brand_hue=hue.hue,
            brand_chroma=hue.chroma,
            logo=logo.read(brand.LOGO_MAX_BYTES + 1) if logo else b"",
            sample_data=entered["sample_data"],
        )

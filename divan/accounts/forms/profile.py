"""Forms about oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.actions.profile import Profile
from divan.accounts.forms.choices import offered_languages, time_zones
from divan.accounts.models import User

THEMES = [
    ("", pgettext_lazy("theme", "As the system says")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
]


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=offered_languages,
        help_text=_("For pages and for the mails you get."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    theme = forms.ChoiceField(label=_("Look"), choices=THEMES, required=False)
    shortcuts_enabled = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_("Single keys such as R for reply. Turn them off if they get in your way."),
    )

    @classmethod
    def for_person(cls, person: User, data: Mapping[str, Any] | None = None) -> ProfileForm:
        """The form with the person's present values."""
        return cls(data, initial={name: getattr(person, name) for name in Profile.__slots__})

    def profile(self) -> Profile:
        """What was entered. Only after `is_valid()`."""
        return Profile(**self.cleaned_data)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=THEMES, required=False)

"""Forms about oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts import photos
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

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 5 MB. Your colleagues see it beside your name, and so do customers: in chats and on "
            "their tickets. Without a photo everybody sees your initials."
        ),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)

    is_expert = forms.BooleanField(
        label=_("Customers may choose me in forms"),
        required=False,
        help_text=_("Where a form asks whom they want to ask, your name and the line below stand in it."),
    )
    expertise = forms.CharField(label=_("What customers can ask me about"), max_length=200, required=False)
    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day of your absence. Until then forms send customers to your group."),
    )

    @classmethod
    def for_person(
        cls,
        person: User,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
    ) -> ProfileForm:
        """The form with the person's present values."""
        return cls(data, files, initial={name: getattr(person, name) for name in Profile.__slots__})

    def profile(self) -> Profile:
        """What was entered. Only after `is_valid()`."""
        return Profile(**{name: self.cleaned_data[name] for name in Profile.__slots__})

    def chosen_photo(self) -> bytes | None:
        """The new photo, empty to remove it, None to leave it. Only after `is_valid()`."""
        if photo := self.cleaned_data["photo"]:
            return bytes(photo.read(photos.PHOTO_MAX_BYTES + 1))
        return b"" if self.cleaned_data["remove_photo"] else None


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=THEMES, required=False)

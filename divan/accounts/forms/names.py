"""Names that are written once per language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from divan.accounts.forms.choices import offered_languages
from divan.accounts.installation import installation


class NamesForm(forms.Form):
    """One name field for each language of the installation; the default language's must be filled in."""

    longest_name = 60

    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = installation()
        default = here.default_language if here else "en"
        self._names = names or {}
        for code, language in offered_languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=gettext("Name in %(language)s") % {"language": language},
                max_length=self.longest_name,
                required=code == default,
                initial=self._names.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("name_")]

    def names(self) -> dict[str, str]:
        """What was entered, with the names in languages that are no longer offered. After `is_valid()`."""
        entered = {name[5:]: value for name, value in self.cleaned_data.items() if name.startswith("name_")}
        return {code: name for code, name in {**self._names, **entered}.items() if name}

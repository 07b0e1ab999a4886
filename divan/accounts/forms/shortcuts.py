"""The keys of a person: a field for each shortcut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from divan.ui.shortcuts import PLACES, Shortcut, shortcuts


class KeysForm(forms.Form):
    """One small field for each shortcut, named by its place in the list; empty turns the shortcut off."""

    def __init__(self, data: Any, own: Mapping[str, str]) -> None:
        self.shortcuts: list[Shortcut] = shortcuts()
        initial = {self._name(one): own.get(one.key, one.key) for one in self.shortcuts}
        super().__init__(data, initial=initial, auto_id="%s")
        for one in self.shortcuts:
            attrs = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "off", "size": 8}
            self.fields[self._name(one)] = forms.CharField(
                label=str(one.text), max_length=8, required=False, widget=forms.TextInput(attrs=attrs)
            )

    def _name(self, one: Shortcut) -> str:
        return f"key-{self.shortcuts.index(one)}"

    def places(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the heading of their place."""
        found = [
            (str(heading), [self[self._name(one)] for one in self.shortcuts if one.place == place])
            for place, heading in PLACES.items()
        ]
        return [(heading, fields) for heading, fields in found if fields]

    def choices(self) -> dict[str, str]:
        """The usual keys with what was typed for them. Only after `is_valid()`."""
        return {one.key: self.cleaned_data[self._name(one)].strip().lower() for one in self.shortcuts}

    def refuse(self, usual: str, sentence: str) -> None:
        """Say at the field of a shortcut why its key cannot be taken."""
        name = next((self._name(one) for one in self.shortcuts if one.key == usual), None)
        self.add_error(name, sentence)

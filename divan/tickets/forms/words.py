"""What is typed in the settings once for each language of the installation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings

from divan.accounts.installation import installation
from divan.core.errors import Refused

Texts = Mapping[str, tuple[Any, int]]


class InEveryLanguage(forms.Form):
    """Fields that come once for each language of the installation, named `<field>_<language>`.

    `texts` says for each its label and how many rows it has, none for a line.
    """

    use_required_attribute = False
    texts: Texts = {}

    def __init__(self, data: Any = None, *, words: Mapping[str, Mapping[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self._words = words
        for code, language in offered_languages():
            for name, (text, rows) in self.texts.items():
                self.fields[f"{name}_{code}"] = text_field(
                    text % {"language": language}, code, rows, words.get(name, {}).get(code, "")
                )

    def languages(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For each language its own name and its fields."""
        for code, language in offered_languages():
            yield language, [self[f"{name}_{code}"] for name in self.texts]

    def in_languages(self, name: str) -> dict[str, str]:
        """What was typed for `name`, with the texts in languages that are no longer offered."""
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code, _language in offered_languages()}
        return {code: text for code, text in {**self._words.get(name, {}), **typed}.items() if text}

    def refuse(self, refusal: Refused) -> None:
        """Show why the verb said no, beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def text_field(label: str, language: str, rows: int, initial: str) -> forms.CharField:
    """A text in one language; a line without `rows`."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    widget.attrs |= {"lang": language, "dir": "auto"}
    return forms.CharField(
        label=label, required=False, max_length=4000 if rows else 200, initial=initial, widget=widget
    )


def offered_languages() -> list[tuple[str, str]]:
    """The languages of the installation with their own names, its default language first."""
    here = installation()
    offered = here.languages if here and here.languages else [code for code, _name in settings.LANGUAGES]
    first = here.default_language if here else "en"
    return sorted(
        ((code, name) for code, name in settings.LANGUAGES if code in offered),
        key=lambda language: language[0] != first,
    )


def choices_as_lines(choices: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The labels of choices, one to a line, by language."""
    codes = {code for choice in choices for code in choice["labels"]}
    return {code: "\n".join(choice["labels"].get(code, "") for choice in choices) for code in codes}


def lines_as_choices(texts: Mapping[str, str], values: Sequence[str]) -> list[dict[str, Any]]:
    """Lines with the same place are the same choice; a choice keeps the value of its place."""
    lines = {code: text.splitlines() for code, text in texts.items()}
    rows = list(zip_longest(*lines.values(), fillvalue=""))
    held = [*values, *(f"c{place + 1}" for place in range(len(values), len(rows)))]
    labelled = (
        (value, {code: words.strip() for code, words in zip(lines, row, strict=True) if words.strip()})
        for value, row in zip(held, rows, strict=False)
    )
    return [{"value": value, "labels": labels} for value, labels in labelled if labels]

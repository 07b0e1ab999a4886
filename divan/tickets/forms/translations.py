"""Settings: all texts of a form beside each other in all languages, so that nothing stays untranslated unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from divan.core.labels import label
from divan.tickets.actions.translating import FORM_TEXTS, Texts
from divan.tickets.forms.words import offered_languages, text_field
from divan.tickets.models import Form

_NAMES: Mapping[str, str | Promise] = {
    "names": _("Name"),
    "intros": _("Introduction"),
    "confirmations": _("Text after sending"),
    "consents": _("Consent that must be ticked"),
}
_LONG = frozenset({"intros", "confirmations", "consents"})


@dataclass(frozen=True, slots=True)
class Line:
    """One text with its fields, in the order of the languages; `is_used` when it is written in any of them."""

    name: str
    cells: list[forms.BoundField]
    is_used: bool

    @property
    def missing(self) -> int:
        """In how many languages it is not written, if it is in another one."""
        return sum(not cell.value() for cell in self.cells) if self.is_used else 0


@dataclass(frozen=True, slots=True)
class _Text:
    path: str
    name: str
    words: Mapping[str, str]
    rows: int = 0


class TranslationsForm(forms.Form):
    """A field for each text and language, named `<text>-<language>`."""

    use_required_attribute = False

    def __init__(self, form: Form, data: Any = None) -> None:
        super().__init__(data)
        self._texts = list(_texts_of(form))
        self.languages = offered_languages()
        for text in self._texts:
            for code, language in self.languages:
                self.fields[f"{text.path}-{code}"] = text_field(
                    f"{text.name} ({language})", code, text.rows, text.words.get(code, "")
                )

    def lines(self) -> list[Line]:
        """All texts as rows of a table."""
        return [
            Line(
                text.name,
                [self[f"{text.path}-{code}"] for code, _language in self.languages],
                any(text.words.values()),
            )
            for text in self._texts
        ]

    def texts(self) -> Texts:
        """What was typed, by text; words in languages that are no longer offered are kept."""
        given = self.cleaned_data
        return {
            text.path: {
                code: words
                for code, words in {
                    **text.words,
                    **{code: given[f"{text.path}-{code}"] for code, _language in self.languages},
                }.items()
                if words
            }
            for text in self._texts
        }


def _texts_of(form: Form) -> Iterator[_Text]:
    for name in FORM_TEXTS:
        yield _Text(name, str(_NAMES[name]), getattr(form, name), 2 if name in _LONG else 0)
    for question in form.fields.all():
        if question.field_id:
            continue
        asked = str(question)
        yield _Text(f"question.{question.pk}.labels", asked, question.labels)
        yield _Text(
            f"question.{question.pk}.hints",
            str(_("Hint: %(question)s") % {"question": asked}),
            question.hints,
        )
        for choice in question.choices:
            yield _Text(
                f"choice.{question.pk}.{choice['value']}",
                f"{asked} · {label(choice['labels'])}",
                choice["labels"],
            )

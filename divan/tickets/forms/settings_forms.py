"""Settings: what an administrator types about a form and its questions, once for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.installation import installation
from divan.accounts.models import Group
from divan.core.errors import Refused
from divan.tickets.actions.forms import FormDetails
from divan.tickets.actions.questions import Question
from divan.tickets.models import Form, FormField, Type
from divan.tickets.queries.categories import tree

ICONS = {
    "form": pgettext_lazy("icon", "Sheet"),
    "mail": pgettext_lazy("icon", "Envelope"),
    "wrench": pgettext_lazy("icon", "Wrench"),
    "face-2": pgettext_lazy("icon", "Unhappy face"),
    "people": pgettext_lazy("icon", "People"),
    "help": pgettext_lazy("icon", "Question mark"),
    "star": pgettext_lazy("icon", "Star"),
    "cart": pgettext_lazy("icon", "Cart"),
    "phone": pgettext_lazy("icon", "Telephone"),
}


class _InEveryLanguage(forms.Form):
    """Fields that come once for each language of the installation, named `<field>_<language>`."""

    use_required_attribute = False
    texts: Mapping[str, tuple[Any, int]] = {}

    def __init__(self, data: Any = None, *, words: Mapping[str, Mapping[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self._words = words
        for code, language in _offered():
            for name, (text, rows) in self.texts.items():
                widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
                widget.attrs |= {"lang": code, "dir": "auto"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=text % {"language": language},
                    required=False,
                    max_length=4000 if rows else 200,
                    initial=words.get(name, {}).get(code, ""),
                    widget=widget,
                )

    def languages(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """For each language its own name and its fields."""
        for code, language in _offered():
            yield language, [self[f"{name}_{code}"] for name in self.texts]

    def in_languages(self, name: str) -> dict[str, str]:
        """What was typed for `name`, with the texts in languages that are no longer offered."""
        typed = {code: self.cleaned_data[f"{name}_{code}"] for code, _language in _offered()}
        return {code: text for code, text in {**self._words.get(name, {}), **typed}.items() if text}

    def refuse(self, refusal: Refused) -> None:
        """Show why the verb said no, beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class DetailsForm(_InEveryLanguage):
    """A form: its words in every language, who gets what comes in, and what it becomes."""

    texts = {
        "names": (gettext_lazy("Name (%(language)s)"), 0),
        "intros": (gettext_lazy("Introduction (%(language)s)"), 2),
        "confirmations": (gettext_lazy("Text after sending (%(language)s)"), 2),
        "consents": (gettext_lazy("Consent that must be ticked (%(language)s)"), 2),
    }

    group = forms.ModelChoiceField(label=gettext_lazy("Group that gets it"), queryset=Group.objects.none())
    type = forms.ChoiceField(label=gettext_lazy("Becomes"), choices=Type.choices)
    category = forms.TypedChoiceField(
        label=gettext_lazy("Category"), coerce=int, empty_value=None, required=False
    )
    icon = forms.ChoiceField(label=gettext_lazy("Picture"), choices=list(ICONS.items()))
    asks_urgency = forms.BooleanField(label=gettext_lazy("Ask how urgent it is"), required=False)

    shared = ("group", "type", "category", "icon", "asks_urgency")

    def __init__(self, data: Any = None, *, form: Form | None = None) -> None:
        words = {name: getattr(form, name) for name in self.texts} if form else {}
        initial = (
            {
                "group": form.group_id,
                "type": form.type,
                "category": form.category_id,
                "icon": form.icon,
                "asks_urgency": form.asks_urgency,
            }
            if form
            else {}
        )
        super().__init__(data, words=words, initial=initial)
        self.fields["group"].queryset = Group.objects.filter(is_active=True)  # type: ignore[attr-defined]
        branches = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        self.fields["category"].choices = [("", "—"), *branches]  # type: ignore[attr-defined]

    def details(self) -> FormDetails:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        return FormDetails(
            **{name: self.in_languages(name) for name in self.texts},
            group_id=given["group"].pk,
            type=given["type"],
            category_id=given["category"],
            icon=given["icon"],
            asks_urgency=given["asks_urgency"],
        )


class QuestionForm(_InEveryLanguage):
    """A question: its words in every language, its kind, and its choices one to a line."""

    texts = {
        "labels": (gettext_lazy("Question (%(language)s)"), 0),
        "hints": (gettext_lazy("Hint below it (%(language)s)"), 0),
        "choices": (gettext_lazy("Choices, one to a line (%(language)s)"), 3),
    }

    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=FormField.Kind.choices)
    is_required = forms.BooleanField(label=gettext_lazy("An answer is required"), required=False)

    shared = ("kind", "is_required")

    def __init__(self, data: Any = None, *, question: FormField | None = None) -> None:
        words: dict[str, Mapping[str, str]] = {}
        initial: dict[str, Any] = {}
        self._values: list[str] = []
        if question:
            words = {"labels": question.labels, "hints": question.hints, "choices": _as_lines(question)}
            initial = {"kind": question.kind, "is_required": question.is_required}
            self._values = [choice["value"] for choice in question.choices]
        super().__init__(data, words=words, initial=initial)

    def question(self) -> Question:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        return Question(
            kind=given["kind"],
            labels=self.in_languages("labels"),
            hints=self.in_languages("hints"),
            choices=self._choices() if given["kind"] == FormField.Kind.CHOICE else [],
            is_required=given["is_required"],
        )

    def _choices(self) -> list[dict[str, Any]]:
        """Lines with the same place are the same choice; a choice keeps the value of its place."""
        lines = {code: text.splitlines() for code, text in self.in_languages("choices").items()}
        rows = list(zip_longest(*lines.values(), fillvalue=""))
        values = [*self._values, *(f"c{place + 1}" for place in range(len(self._values), len(rows)))]
        labelled = (
            (value, {code: words.strip() for code, words in zip(lines, row, strict=True) if words.strip()})
            for value, row in zip(values, rows, strict=False)
        )
        return [{"value": value, "labels": labels} for value, labels in labelled if labels]


def _offered() -> list[tuple[str, str]]:
    """The languages of the installation with their own names, its default language first."""
    here = installation()
    offered = here.languages if here and here.languages else [code for code, _name in settings.LANGUAGES]
    first = here.default_language if here else "en"
    return sorted(
        ((code, name) for code, name in settings.LANGUAGES if code in offered),
        key=lambda language: language[0] != first,
    )


def _as_lines(question: FormField) -> dict[str, str]:
    codes = {code for choice in question.choices for code in choice["labels"]}
    return {code: "\n".join(choice["labels"].get(code, "") for choice in question.choices) for code in codes}

"""Settings: what an administrator types about a form and its questions, once for each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from divan.accounts.models import Group
from divan.core.labels import label
from divan.core.origins import clean_origins
from divan.tickets.actions.forms import FormDetails
from divan.tickets.actions.questions import CHOSEN_FROM, Question
from divan.tickets.fields.conditions import DECIDING, NOT_TICKED, TICKED
from divan.tickets.fields.definitions import definitions
from divan.tickets.forms.settings_rules import NAMES as RULES
from divan.tickets.forms.settings_rules import RulesFields, typed_rules
from divan.tickets.forms.words import InEveryLanguage, choices_as_lines, lines_as_choices
from divan.tickets.models import CustomField, Form, FormField, Kind, Type, Urgency
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
# What only tickets have: customers are not asked for people, and products belong to tickets.
NOT_FOR_FORMS = frozenset({Kind.PERSON, Kind.PRODUCT})
_BETWEEN = "="


class DetailsForm(InEveryLanguage):
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
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency at first"), choices=Urgency.choices, required=False
    )
    asks_urgency = forms.BooleanField(label=gettext_lazy("Ask how urgent it is"), required=False)
    asks_whom = forms.BooleanField(
        label=gettext_lazy("Let people choose a group or an expert"),
        help_text=gettext_lazy("Experts are colleagues who say so in their profile."),
        required=False,
    )
    consent_link = forms.URLField(
        label=gettext_lazy("Page that explains the consent"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    origins = forms.CharField(
        label=gettext_lazy("Other sites that may show this form, one to a line"),
        help_text=gettext_lazy("Scheme and name only, for example https://www.example.org"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false"}),
    )

    shared = (
        "group",
        "type",
        "category",
        "icon",
        "urgency",
        "asks_urgency",
        "asks_whom",
        "consent_link",
        "origins",
    )

    def __init__(self, data: Any = None, *, form: Form | None = None) -> None:
        words = {name: getattr(form, name) for name in self.texts} if form else {}
        super().__init__(data, words=words, initial=_initial(form) if form else {"urgency": Urgency.NORMAL})
        self.fields["group"].queryset = Group.objects.filter(is_active=True)  # type: ignore[attr-defined]
        branches = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        self.fields["category"].choices = [("", "—"), *branches]  # type: ignore[attr-defined]

    def clean_origins(self) -> list[str]:
        return clean_origins(self.cleaned_data["origins"])

    def details(self) -> FormDetails:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        return FormDetails(
            **{name: self.in_languages(name) for name in self.texts},
            group_id=given["group"].pk,
            type=given["type"],
            category_id=given["category"],
            icon=given["icon"],
            urgency=given["urgency"] or Urgency.NORMAL,
            asks_urgency=given["asks_urgency"],
            asks_whom=given["asks_whom"],
            consent_link=given["consent_link"],
            origins=given["origins"],
        )


def _initial(form: Form) -> dict[str, Any]:
    same = ("type", "icon", "urgency", "asks_urgency", "asks_whom", "consent_link")
    return {
        **{name: getattr(form, name) for name in same},
        "group": form.group_id,
        "category": form.category_id,
        "origins": "\n".join(form.origins),
    }


class QuestionForm(RulesFields, InEveryLanguage):
    """A question: its words in every language, its kind and limits, its choices one to a line, its condition.

    `before` are the questions that stand above it. A question that asks for a field of tickets has its words.
    """

    texts = {
        "labels": (gettext_lazy("Question (%(language)s)"), 0),
        "hints": (gettext_lazy("Hint below it (%(language)s)"), 0),
        "choices": (gettext_lazy("Choices, one to a line (%(language)s)"), 3),
    }

    field = forms.TypedChoiceField(
        label=gettext_lazy("Ask for a field of tickets"),
        help_text=gettext_lazy("Its words and kind then count, not those of this page."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("An answer is required"), required=False)
    depends_on = forms.MultipleChoiceField(
        label=gettext_lazy("Ask only after one of these answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any = None, *, question: FormField | None = None, before: Sequence[FormField] = ()
    ) -> None:
        self._values = [choice["value"] for choice in question.choices] if question else []
        self._field_id = question.field_id if question else None
        if self._field_id:
            self.texts = {}
        super().__init__(data, words=_words(question), initial=_question_initial(question))
        self.offer_patterns()
        kinds = [choice for choice in Kind.choices if choice[0] not in NOT_FOR_FORMS]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["depends_on"].choices = list(_deciding(before))  # type: ignore[attr-defined]
        asked = [row for row in definitions() if row.audience == CustomField.Audience.ASKED and row.is_active]
        fields = [("", "—"), *((row.pk, str(row)) for row in asked)]
        self.fields["field"].choices = fields  # type: ignore[attr-defined]
        self._leave_out(is_new=question is None, is_offered=bool(asked))

    def _leave_out(self, *, is_new: bool, is_offered: bool) -> None:
        """Take away what cannot be said about this question."""
        if not (is_new and is_offered):
            del self.fields["field"]
        if self._field_id:
            for name in ("kind", *RULES):
                del self.fields[name]
        if not self.fields["depends_on"].choices:  # type: ignore[attr-defined]
            del self.fields["depends_on"]

    @property
    def shared(self) -> list[str]:
        """The fields that have no language."""
        return [name for name in ("field", "kind", "is_required", *RULES) if name in self.fields]

    def clean_depends_on(self) -> dict[str, Any]:
        chosen = [value.partition(_BETWEEN) for value in self.cleaned_data["depends_on"]]
        questions = {question for question, _between, _value in chosen}
        if len(questions) > 1:
            raise ValidationError(gettext("Choose answers of one question."))
        return {"question": questions.pop(), "is": [value for _q, _b, value in chosen]} if chosen else {}

    def clean(self) -> dict[str, Any]:
        if not self._field_id:
            self.clean_rules(self.cleaned_data.get("kind") or Kind.TEXT)
        return self.cleaned_data

    def question(self) -> Question:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        condition = given.get("depends_on") or {}
        if field_id := self._field_id or given.get("field"):
            return Question(field_id=field_id, is_required=given["is_required"], condition=condition)
        kind = given.get("kind") or Kind.TEXT
        return Question(
            kind=kind,
            labels=self.in_languages("labels"),
            hints=self.in_languages("hints"),
            choices=lines_as_choices(self.in_languages("choices"), self._values)
            if kind in CHOSEN_FROM
            else [],
            rules=given["rules"],
            is_required=given["is_required"] and kind != Kind.SECTION,
            condition=condition,
        )


def _words(question: FormField | None) -> dict[str, Mapping[str, str]]:
    if question is None:
        return {}
    return {
        "labels": question.labels,
        "hints": question.hints,
        "choices": choices_as_lines(question.choices),
    }


def _question_initial(question: FormField | None) -> dict[str, Any]:
    if question is None:
        return {}
    condition = question.condition
    return {
        "kind": question.kind,
        "is_required": question.is_required,
        "depends_on": [f"{condition['question']}{_BETWEEN}{value}" for value in condition.get("is", ())],
        **typed_rules(question.kind, question.rules),
    }


def _deciding(before: Sequence[FormField]) -> Any:
    """The answers that a later question may depend on, with their names."""
    for row in before:
        if row.asked.kind not in DECIDING:
            continue
        answers = [(choice["value"], label(choice["labels"])) for choice in row.asked.choices]
        if row.asked.kind == Kind.CHECK:
            answers = [(TICKED, pgettext("box", "ticked")), (NOT_TICKED, pgettext("box", "not ticked"))]
        for value, name in answers:
            yield f"{row.key}{_BETWEEN}{value}", f"{row} · {name}"

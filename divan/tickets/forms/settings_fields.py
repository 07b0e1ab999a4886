"""Settings: what an administrator types about a field of tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from divan.accounts.models import Group
from divan.tickets.actions.custom_fields import FieldDetails
from divan.tickets.actions.questions import CHOSEN_FROM
from divan.tickets.fields.definitions import NOT_FOR_TICKETS
from divan.tickets.forms.settings_rules import NAMES as RULES
from divan.tickets.forms.settings_rules import RulesFields, typed_rules
from divan.tickets.forms.words import InEveryLanguage, choices_as_lines, lines_as_choices
from divan.tickets.models import CustomField, Kind, Type


class FieldForm(RulesFields, InEveryLanguage):
    """A field: its words in every language, its kind and limits, and where it stands."""

    texts = {
        "labels": (gettext_lazy("Name (%(language)s)"), 0),
        "hints": (gettext_lazy("Hint below it (%(language)s)"), 0),
        "choices": (gettext_lazy("Choices, one to a line (%(language)s)"), 3),
    }

    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"))
    audience = forms.ChoiceField(
        label=gettext_lazy("Who comes near it"), choices=CustomField.Audience.choices
    )
    group = forms.ModelChoiceField(
        label=gettext_lazy("Only on tickets of this group"), queryset=Group.objects.none(), required=False
    )
    type = forms.ChoiceField(label=gettext_lazy("Only on tickets of this type"), required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Agents may not leave it empty"), required=False)

    shared = ("kind", "audience", "group", "type", "is_required", *RULES)

    def __init__(self, data: Any = None, *, field: CustomField | None = None) -> None:
        self._values = [choice["value"] for choice in field.choices] if field else []
        words = (
            {"labels": field.labels, "hints": field.hints, "choices": choices_as_lines(field.choices)}
            if field
            else {}
        )
        super().__init__(data, words=words, initial=_initial(field) if field else {})
        self.offer_patterns()
        kinds = [(key, name) for key, name in Kind.choices if key not in NOT_FOR_TICKETS]
        types = [("", gettext("All types")), *Type.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].disabled = field is not None
        self.fields["type"].choices = types  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["group"].empty_label = gettext("All groups")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self.clean_rules(self.cleaned_data.get("kind", ""))
        return self.cleaned_data

    def details(self) -> FieldDetails:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        has_choices = given["kind"] in CHOSEN_FROM
        return FieldDetails(
            kind=given["kind"],
            labels=self.in_languages("labels"),
            hints=self.in_languages("hints"),
            choices=lines_as_choices(self.in_languages("choices"), self._values) if has_choices else [],
            rules=given["rules"],
            audience=given["audience"],
            is_required=given["is_required"],
            group_id=given["group"].pk if given["group"] else None,
            type=given["type"],
        )


def _initial(field: CustomField) -> dict[str, Any]:
    same = ("kind", "audience", "type", "is_required")
    return {
        **{name: getattr(field, name) for name in same},
        "group": field.group_id,
        **typed_rules(field.kind, field.rules),
    }

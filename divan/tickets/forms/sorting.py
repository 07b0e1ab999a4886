"""Forms of the priority matrix and of what belongs to a type of ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.tickets.actions.classifying import MOST_DAYS
from divan.tickets.models import Impact, Priority, TypeDefaults, Urgency
from divan.tickets.priorities import matrix
from divan.tickets.queries.categories import tree


class MatrixForm(forms.Form):
    """A priority for every impact and urgency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for (impact, urgency), priority in matrix().items():
            self.fields[f"{impact}-{urgency}"] = forms.ChoiceField(
                label=_("%(impact)s, %(urgency)s")
                % {"impact": Impact(impact).label, "urgency": Urgency(urgency).label},
                choices=Priority.choices,
                initial=priority,
            )

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by impact, each line with its heading."""
        return [
            (str(impact.label), [self[f"{impact}-{urgency}"] for urgency in Urgency]) for impact in Impact
        ]

    def cells(self) -> dict[tuple[str, str], str]:
        """What was chosen, by (impact, urgency). After `is_valid()`."""
        chosen: dict[tuple[str, str], str] = {}
        for name, priority in self.cleaned_data.items():
            impact, _dash, urgency = name.partition("-")
            chosen[impact, urgency] = priority
        return chosen


class TypeForm(forms.Form):
    """What tickets of a type begin with and need."""

    impact = forms.ChoiceField(label=_("Impact"), choices=Impact.choices)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)
    needs_category = forms.BooleanField(
        label=_("A category is needed to solve"),
        required=False,
        help_text=_("Spam and duplicates can be closed without one."),
    )
    close_after_days = forms.IntegerField(
        label=_("Close solved tickets after so many days"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Empty: as in the general settings. 0: never."),
    )

    def __init__(self, *args: Any, defaults: TypeDefaults, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "impact": defaults.impact,
            "category": defaults.category_id,
            "needs_category": defaults.needs_category,
            "close_after_days": defaults.close_after_days,
        }
        super().__init__(*args, **kwargs)
        rows = tree(only_active=True)
        offered = [(row.id, f"{'– ' * row.depth}{row.name}") for row in rows]
        self.fields["category"].choices = [("", _("No category")), *offered]  # type: ignore[attr-defined]

"""Settings: the limits of answers as administrators type them, in their own digits and calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from divan.core.l10n.calendars import parse_date
from divan.core.l10n.dates import date_short
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import parse_number
from divan.tickets.fields.rules import PATTERNS, RANGES, TEXTS
from divan.tickets.models import Kind

NAMES = ("least", "most", "shortest", "longest", "pattern")


class RulesFields(forms.Form):
    """The limits; those that mean nothing for the chosen kind are left out."""

    least = forms.CharField(
        label=gettext_lazy("Not less than"),
        help_text=gettext_lazy("A number or a date"),
        required=False,
        max_length=40,
    )
    most = forms.CharField(
        label=gettext_lazy("Not more than"),
        help_text=gettext_lazy("A number or a date"),
        required=False,
        max_length=40,
    )
    shortest = forms.IntegerField(
        label=gettext_lazy("Fewest characters"), required=False, min_value=1, max_value=500
    )
    longest = forms.IntegerField(
        label=gettext_lazy("Most characters"), required=False, min_value=1, max_value=20_000
    )
    pattern = forms.ChoiceField(label=gettext_lazy("What a text may look like"), required=False)

    def offer_patterns(self) -> None:
        """Give the choices their names; called when the form is made."""
        named = [(key, pattern.name) for key, pattern in PATTERNS.items()]
        self.fields["pattern"].choices = [("", gettext("Any text")), *named]  # type: ignore[attr-defined]

    def clean_rules(self, kind: str) -> None:
        """Read the limits for this kind of answer; one that means nothing for it gets an error."""
        rules: dict[str, Any] = {}
        given = self.cleaned_data
        for name in ("least", "most"):
            if kind in RANGES and given.get(name):
                try:
                    rules[name] = str(_READERS[kind](given[name], known(get_language())))
                except ValueError:
                    self.add_error(name, gettext("This is no limit for this kind of answer."))
        if kind in TEXTS:
            rules |= {name: given[name] for name in ("shortest", "longest", "pattern") if given.get(name)}
        given["rules"] = rules


def typed_rules(kind: str, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The limits as they are typed again."""
    if kind != Kind.DATE:
        return dict(rules)
    language = known(get_language())
    return {name: date_short(date.fromisoformat(value), language) for name, value in rules.items()}


_READERS: Mapping[str, Callable[[str, str], date | Decimal]] = {
    Kind.NUMBER: parse_number,
    Kind.DATE: parse_date,
}

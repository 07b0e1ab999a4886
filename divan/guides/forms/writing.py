"""Forms of templates: their names, and the words of their lines in every language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from divan.accounts.forms.names import NamesForm
from divan.guides.models import Step
from divan.guides.queries import shown
from divan.tickets.queries.categories import tree


class GuideForm(NamesForm):
    """The names of a checklist or a script, and the category whose tickets are offered it first."""

    longest_name = 100

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        self.fields["category"] = forms.TypedChoiceField(
            label=_("Offered first for"),
            choices=[("", _("All categories")), *offered],
            coerce=int,
            empty_value=None,
            required=False,
        )


class _WordsForm(NamesForm):
    """Words in each language, as texts of several lines."""

    longest_name = 2000
    rows = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.name_fields:
            code = bound.name.removeprefix("name_")
            bound.field.label = gettext("Words in %(language)s") % {"language": _language(code)}
            bound.field.widget = forms.Textarea(attrs={"rows": self.rows, "lang": code, "dir": "auto"})


class ItemForm(_WordsForm):
    """A line of a checklist."""

    rows = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_required"] = forms.BooleanField(
            label=_("Has to be ticked before the ticket is solved"), required=False
        )


class StepForm(_WordsForm):
    """What the agent asks or does."""

    rows = 3


class AnswerForm(_WordsForm):
    """What the customer may say, and where it leads."""

    rows = 1

    def __init__(self, *args: Any, steps: Sequence[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(step.pk, f"{place}. {shown(step.words)}") for place, step in enumerate(steps, 1)]
        self.fields["leads_to"] = forms.TypedChoiceField(
            label=_("Leads to"),
            choices=[("", _("The end")), *places],
            coerce=int,
            empty_value=None,
            required=False,
        )


def _language(code: str) -> str:
    return str(dict(settings.LANGUAGES)[code])

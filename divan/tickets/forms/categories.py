"""The form of a category: its names and its place in the tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from divan.accounts.installation import installation
from divan.core.errors import Refused
from divan.tickets.queries.categories import tree

_PREFIX = "name_"


class CategoryForm(forms.Form):
    """One name for each language of the installation, and the category above."""

    def __init__(self, *args: Any, category_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = installation()
        offered = here.languages if here and here.languages else [code for code, _name in settings.LANGUAGES]
        for code, language in settings.LANGUAGES:
            if code in offered:
                self.fields[_PREFIX + code] = forms.CharField(
                    label=_("Name in %(language)s") % {"language": language},
                    max_length=100,
                    required=False,
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )
        above = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree() if row.id != category_id]
        self.fields["parent"] = forms.TypedChoiceField(
            label=_("Parent category"),
            choices=[("", _("Nothing: it stands at the top")), *above],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def names(self) -> dict[str, str]:
        """The names that were entered, by language, with those in languages that are no longer offered."""
        entered = {
            name.removeprefix(_PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_PREFIX)
        }
        kept = {
            name.removeprefix(_PREFIX): value
            for name, value in self.initial.items()
            if name.startswith(_PREFIX) and name not in self.fields
        }
        return {**kept, **entered}

    def refuse(self, refusal: Refused) -> None:
        """Show why the verb said no, beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

"""How a list is shown, and what a saved view holds and who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.core.actors import Actor
from divan.tickets.access import may_share_view
from divan.tickets.actions.saving_views import ViewSettings
from divan.tickets.models import SavedView
from divan.tickets.models.saved_views import LONGEST_NAME
from divan.tickets.queries.columns import USUAL, columns_there_are
from divan.tickets.queries.lists import Sort
from divan.tickets.queries.looks import COMFORTABLE, COMPACT, SPLIT, TABLE, Look, look_from
from divan.tickets.searching.conditions import Condition

MOST_CONDITIONS = 30
EVERYBODY = "all"


class LookForm(forms.Form):
    layout = forms.ChoiceField(
        label=pgettext_lazy("list", "Layout"),
        choices=[(SPLIT, _("A list beside the conversation")), (TABLE, _("A table over the whole width"))],
    )
    sort = forms.ChoiceField(label=_("Sort by"))
    density = forms.ChoiceField(
        label=pgettext_lazy("list", "Spacing"),
        choices=[
            (COMFORTABLE, pgettext_lazy("spacing", "Comfortable")),
            (COMPACT, pgettext_lazy("spacing", "Compact")),
        ],
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns of the table"),
        required=False,
        help_text=_("Status and subject are always there."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, look: Look, sorts: Sequence[Sort], **options: Any
    ) -> None:
        shown = {**look.stored, "columns": list(look.columns or USUAL)}
        super().__init__(data, initial={**shown, **options.pop("initial", {})}, **options)
        _offer(self.fields["sort"], ((sort.slug, sort.label) for sort in sorts))
        _offer(self.fields["columns"], ((each.slug, each.title) for each in columns_there_are().values()))

    def look(self) -> Look:
        """What was chosen. Only after `is_valid()`."""
        return look_from(self.cleaned_data)


class ViewForm(LookForm):
    name = forms.CharField(
        label=_("Name of the view"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    share = forms.ChoiceField(
        label=_("Who sees it"),
        required=False,
        help_text=_("Everybody finds in a view only the tickets that they may see."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        actor: Actor,
        groups: Mapping[int, str],
        view: SavedView | None = None,
        sorts: Sequence[Sort],
    ) -> None:
        initial = {"name": view.name, "share": _shared(view)} if view else {}
        super().__init__(data, look=look_from(view.look if view else {}), sorts=sorts, initial=initial)
        offered = [("", gettext("Only me"))]
        offered += [(str(pk), name) for pk, name in groups.items() if may_share_view(actor, pk)]
        offered += [(EVERYBODY, gettext("Everybody at the desk"))] if may_share_view(actor, None) else []
        _offer(self.fields["share"], offered)

    def settings(self, query: str) -> ViewSettings:
        """What was filled in, with this query. Only after `is_valid()`."""
        share = self.cleaned_data["share"]
        return ViewSettings(
            name=self.cleaned_data["name"],
            query=query,
            group_id=int(share) if share and share != EVERYBODY else None,
            is_global=share == EVERYBODY,
            look=self.look().stored,
        )


def typed_conditions(data: Any) -> list[Condition]:
    """The rows of conditions as they were sent, also those that are not filled in."""
    names, values, negations = (data.getlist(key)[:MOST_CONDITIONS] for key in ("field", "value", "is"))
    return [
        Condition(name, value, is_not == "not")
        for name, value, is_not in zip(names, values, negations, strict=False)
    ]


def _shared(view: SavedView) -> str:
    if view.is_global:
        return EVERYBODY
    return str(view.group_id or "")


def _offer(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
    field.choices = list(choices)

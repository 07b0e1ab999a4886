"""What effects on many tickets ask for."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.models import CloseReason, Impact, Urgency
from divan.tickets.queries.assignees import answering_anywhere
from divan.tickets.queries.categories import tree
from divan.tickets.queries.counts import groups_in_use

# Commas and semicolons of every keyboard, and new lines.
_COMMAS = re.compile(r"[,،;؛\n]")


class BulkForm(forms.Form):
    """The fields of an effect; `actor` is who wants it done."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "bulk-%s", **kwargs})
        self.actor = actor

    def values(self) -> dict[str, Any]:
        """What was chosen, as ids and words that can be stored. Only after `is_valid()`."""
        return dict(self.cleaned_data)


class NothingToAsk(BulkForm):
    """For effects that need no more than the tickets."""


def _number_or_none(text: str) -> int | None:
    return int(text) if text else None


class AssigneeForm(BulkForm):
    assignee = forms.ChoiceField(label=gettext_lazy("Assignee"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.id), person.name) for person in answering_anywhere()]
        nobody = ("", pgettext_lazy("button", "Nobody"))
        self.fields["assignee"].choices = [("me", _("Assign to me")), nobody, *people]  # type: ignore[attr-defined]
        self.fields["assignee"].initial = "me"

    def values(self) -> dict[str, Any]:
        chosen = self.cleaned_data["assignee"]
        return {"assignee": chosen if chosen == "me" else _number_or_none(chosen)}


class GroupForm(BulkForm):
    group = forms.TypedChoiceField(label=gettext_lazy("Group"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = list(groups_in_use().items())  # type: ignore[attr-defined]


def group_of(group_id: int) -> Group:
    """The group that was chosen; raises Refused when it has been deleted since."""
    found = Group.objects.filter(pk=group_id).first()
    if found is None:
        raise Refused(_("Choose a group."), field="group")
    return found


class PriorityForm(BulkForm):
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL
    )
    impact = forms.ChoiceField(label=gettext_lazy("Impact"), choices=Impact.choices, initial=Impact.MEDIUM)


class CategoryForm(BulkForm):
    category = forms.TypedChoiceField(
        label=gettext_lazy("Category"), coerce=_number_or_none, empty_value=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = [(str(one.id), "\u2003" * one.depth + one.name) for one in tree(only_active=True)]
        self.fields["category"].choices = [("", _("No category")), *branches]  # type: ignore[attr-defined]


class TagsForm(BulkForm):
    add = forms.CharField(
        label=gettext_lazy("Tags to add"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Put commas between them."),
    )
    remove = forms.CharField(label=gettext_lazy("Tags to remove"), max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        words = {name: self._words(name) for name in ("add", "remove")}
        if not any(words.values()):
            raise forms.ValidationError(_("Write at least one tag."))
        return words

    def _words(self, name: str) -> list[str]:
        typed = _COMMAS.split(self.cleaned_data.get(name) or "")
        return [word.strip() for word in typed if word.strip()]


# A duplicate needs the number of another ticket, and merging is a verb of its own.
_REASONS = [
    choice for choice in CloseReason.choices if choice[0] not in (CloseReason.DUPLICATE, CloseReason.MERGED)
]


class SolveForm(BulkForm):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=_REASONS)


class CloseForm(BulkForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("The reason of each ticket stays")), *_REASONS],
        required=False,
    )

"""The form of a macro: its names, whose it is, and one field for each thing that it can do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.installation import installation
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.labels import label
from divan.replies.actions import MacroWords
from divan.replies.forms.places import places_for
from divan.replies.models import Macro
from divan.replies.queries.saved import listed
from divan.replies.steps import MOST_DAYS, Become, Steps
from divan.tickets.models import CloseReason, Impact, Type, Urgency
from divan.tickets.queries.assignees import answering_anywhere
from divan.tickets.queries.categories import tree

_PREFIX = "name_"
_AS_IT_IS = ("", pgettext_lazy("macro", "Leave as it is"))
# Reasons that need another ticket cannot be chosen for many.
_REASONS = [
    choice for choice in CloseReason.choices if choice[0] not in (CloseReason.DUPLICATE, CloseReason.MERGED)
]


def _texts(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MacroForm(forms.Form):
    """Everything but the names may be left empty; what is empty is left as it is."""

    use_required_attribute = False

    place = forms.ChoiceField(label=gettext_lazy("Who uses it"))
    reply = forms.TypedChoiceField(
        label=gettext_lazy("Saved reply"), coerce=int, empty_value=None, required=False
    )
    words = forms.CharField(label=gettext_lazy("Or a text of its own"), required=False, widget=_texts(4))
    sends = forms.BooleanField(
        label=gettext_lazy("Send it"),
        help_text=gettext_lazy("It can be taken back for a few seconds. Otherwise it waits in the composer."),
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Note for the team"), required=False, widget=_texts(3))
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=[_AS_IT_IS, *Become.choices], required=False
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, if it ends"), choices=[_AS_IT_IS, *_REASONS], required=False
    )
    snooze_days = forms.IntegerField(
        label=gettext_lazy("Snooze for so many days"), min_value=1, max_value=MOST_DAYS, required=False
    )
    group = forms.TypedChoiceField(label=gettext_lazy("Group"), coerce=int, empty_value=None, required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Assignee"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=[_AS_IT_IS, *Type.choices], required=False)
    category = forms.TypedChoiceField(
        label=gettext_lazy("Category"), coerce=int, empty_value=None, required=False
    )
    impact = forms.ChoiceField(
        label=gettext_lazy("Impact"), choices=[_AS_IT_IS, *Impact.choices], required=False
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=[_AS_IT_IS, *Urgency.choices], required=False
    )
    tags_added = forms.CharField(
        label=gettext_lazy("Add tags"), help_text=gettext_lazy("With commas between them."), required=False
    )
    tags_removed = forms.CharField(label=gettext_lazy("Take off tags"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = installation()
        offered = here.languages if here and here.languages else [code for code, _name in settings.LANGUAGES]
        names: dict[str, forms.Field] = {
            _PREFIX + code: forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            for code, language in settings.LANGUAGES
            if code in offered
        }
        self.fields = {**names, **self.fields}
        for name, choices in self._choices(actor).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _choices(self, actor: Actor) -> dict[str, list[tuple[Any, Any]]]:
        people: list[tuple[Any, Any]] = [(str(person.id), person.name) for person in answering_anywhere()]
        groups = Group.objects.filter(is_active=True).values_list("pk", "names")
        branches = [(row.id, f"{'– ' * row.depth}{row.name}") for row in tree(only_active=True)]
        return {
            "place": list(places_for(actor)),
            "reply": [("", _("None")), *((row.id, row.title) for row in listed(actor))],
            "group": [_AS_IT_IS, *((pk, label(names)) for pk, names in groups)],
            "assignee": [_AS_IT_IS, ("me", _("Whoever applies it")), ("nobody", _("Nobody")), *people],
            "category": [_AS_IT_IS, *branches],
        }

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(_PREFIX)]

    def macro(self) -> MacroWords:
        """What was typed, for the verb."""
        data = self.cleaned_data
        names = {name.removeprefix(_PREFIX): data[name] for name in data if name.startswith(_PREFIX)}
        kept = {
            name.removeprefix(_PREFIX): text
            for name, text in self.initial.items()
            if name.startswith(_PREFIX)
        }
        steps = {
            **{name: data[name] for name in data if name != "place" and not name.startswith(_PREFIX)},
            "tags_added": _tags(data["tags_added"]),
            "tags_removed": _tags(data["tags_removed"]),
        }
        return MacroWords(data["place"], {**kept, **names}, Steps(**steps))

    def refuse(self, refusal: Refused) -> None:
        """Show why the verb said no, beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def initial_of(macro: Macro) -> dict[str, Any]:
    """What the form shows of a macro."""
    steps = Steps.of(macro.steps)
    names = {_PREFIX + code: name for code, name in macro.names.items()}
    between = ", "
    return {
        **macro.steps,
        **names,
        "place": macro.place,
        "tags_added": between.join(steps.tags_added),
        "tags_removed": between.join(steps.tags_removed),
    }


def _tags(typed: str) -> tuple[str, ...]:
    """Commas of all our scripts divide."""
    for comma in "،;":
        typed = typed.replace(comma, ",")
    return tuple(name for part in typed.split(",") if (name := part.strip()))

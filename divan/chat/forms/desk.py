"""What verbs of the console ask: whom, and a few words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Group, User
from divan.chat.models import Chat, Outcome, Presence
from divan.chat.queries.agents import Suggestion
from divan.consulting.queries.experts import able_in, colleagues
from divan.core.actors import Actor

QUEUE = "queue"


class TransferForm(forms.Form):
    """Who goes on with the chat: a colleague, a group, or the queue that it came from."""

    whom = forms.ChoiceField(label=_("Hand over to"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A whisper to whoever goes on. The visitor does not see it."),
    )

    def __init__(self, *args: Any, actor: Actor, chat: Chat, **kwargs: Any) -> None:
        kwargs["auto_id"] = "transfer-%s"
        super().__init__(*args, **kwargs)
        people = [(f"person-{one.pk}", str(one)) for one in _others(able_in(chat.group_id), actor, chat)]
        groups = [
            (f"group-{one.pk}", str(one)) for one in Group.objects.filter(is_active=True).order_by("pk")
        ]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (QUEUE, _("Back to the queue")),
            (_("Colleagues"), people),
            (_("Groups"), groups),
        ]

    @property
    def person(self) -> User | None:
        """The colleague who was chosen."""
        kind, _dash, key = self.cleaned_data["whom"].partition("-")
        return User.objects.get(pk=int(key)) if kind == "person" else None

    @property
    def group(self) -> Group | None:
        """The group that was chosen."""
        kind, _dash, key = self.cleaned_data["whom"].partition("-")
        return Group.objects.get(pk=int(key)) if kind == "group" else None


class InviteForm(forms.Form):
    """Which colleague is to come: those who know most, or anybody."""

    person = forms.ChoiceField(label=_("Expert"), widget=forms.RadioSelect, required=False)
    other = forms.ChoiceField(label=_("Or somebody else"), required=False)

    def __init__(
        self, *args: Any, actor: Actor, chat: Chat, suggested: list[Suggestion], **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "invite-%s"
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        known = {one.id for one in suggested}
        others = [one for one in _others(colleagues(), actor, chat) if one.pk not in known]
        self.fields["person"].choices = [(str(one.id), one.name) for one in suggested]  # type: ignore[attr-defined]
        if not suggested:
            self.fields["other"].label = _("Expert")
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *((str(one.pk), str(one)) for one in others),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("person") or cleaned.get("other")):
            self.add_error("person" if self.suggested else "other", _("Choose somebody."))
        return cleaned

    @property
    def chosen(self) -> User:
        """Somebody else counts more: they were looked for."""
        return User.objects.get(pk=int(self.cleaned_data["other"] or self.cleaned_data["person"]))


class GuestForm(forms.Form):
    """Somebody without an account, as the visitor will read them."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    title = forms.CharField(
        label=_("What they know"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The visitor reads it beside the name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "guest-%s"
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    """What came of a sales chat."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("of a chat", "Outcome"),
        required=False,
        choices=[("", _("Not known yet")), *Outcome.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "end-%s"
        super().__init__(*args, **kwargs)


class PresenceForm(forms.Form):
    """Whether the reader takes chats."""

    presence = forms.ChoiceField(choices=Presence.choices)


class CapacityForm(forms.Form):
    """How many chats the reader leads at once."""

    capacity = forms.IntegerField(label=_("Chats at once"))


def _others(people: Any, actor: Actor, chat: Chat) -> Any:
    return people.exclude(pk__in=[actor.person_id, chat.visitor_id]).order_by("name", "pk")

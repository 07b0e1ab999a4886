"""Settings: what an administrator types about a site and its topics."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.accounts.forms.names import NamesForm
from divan.accounts.models import Group
from divan.chat.actions.sites import LONGEST_WAIT, SiteDetails
from divan.chat.models import ChatSite, ChatTopic, Purpose
from divan.core.origins import clean_origins

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_THEMES = [
    ("", gettext_lazy("As the visitor's device")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
]


class _OfGroup(NamesForm):
    """Words in each language, and the group that gets what comes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.filter(is_active=True)
        self.fields["group"] = forms.ModelChoiceField(label=_("Group that gets it"), queryset=groups)


class SiteForm(_OfGroup):
    """A site; the words in each language are its greeting."""

    longest_name = 200

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"}))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    origins = forms.CharField(
        label=_("Websites that may show it, one to a line"),
        help_text=_("Scheme and name only, for example https://www.example.org"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    in_portal = forms.BooleanField(label=_("Show it in our own portal too"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(label=_("Appearance"), choices=_THEMES, required=False)
    colour = forms.CharField(
        label=_("Colour"),
        help_text=_("For example #0b4b52. Empty is the colour of the help desk."),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )
    wait_minutes = forms.IntegerField(
        label=_("After how many minutes the chat goes on as an ordinary ticket"),
        min_value=1,
        max_value=LONGEST_WAIT,
        initial=5,
    )
    shows_typing = forms.BooleanField(
        label=_("Experts see what a visitor types before it is sent"),
        help_text=_("Visitors are told so above the field in which they write."),
        required=False,
    )
    field_order = ("name", "purpose", "group", "origins", "in_portal", "language", "theme", "colour")

    def __init__(self, data: Any = None, *, site: ChatSite | None = None) -> None:
        super().__init__(data, names=site.greetings if site else None, initial=_initial(site))
        own = [("", _("The visitor's own")), *settings.LANGUAGES]
        self.fields["language"].choices = own  # type: ignore[attr-defined]
        for bound in self.name_fields:
            language = dict(settings.LANGUAGES)[bound.name.removeprefix("name_")]
            bound.label = gettext("Greeting (%(language)s)") % {"language": language}
            bound.field.required = False

    def clean_origins(self) -> list[str]:
        return clean_origins(self.cleaned_data["origins"])

    def clean_colour(self) -> str:
        typed = str(self.cleaned_data["colour"]).strip().lower()
        if typed and not _COLOUR.fullmatch(typed):
            raise ValidationError(gettext("Write the colour like #0b4b52."))
        return typed

    def details(self) -> SiteDetails:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        same = ("name", "purpose", "origins", "in_portal", "language", "theme", "colour")
        return SiteDetails(
            **{name: given[name] for name in (*same, "shows_typing", "wait_minutes")},
            group_id=given["group"].pk,
            greetings=self.names(),
        )


class TopicForm(_OfGroup):
    """Something to talk about."""


def topic_form(data: Any, topic: ChatTopic | None) -> TopicForm:
    """The form of a topic as it is, or of a new one."""
    initial = {"group": topic.group_id} if topic else {}
    return TopicForm(data, names=topic.names if topic else None, initial=initial)


def _initial(site: ChatSite | None) -> dict[str, Any]:
    if site is None:
        return {}
    same = ("name", "purpose", "in_portal", "language", "theme", "colour", "shows_typing", "wait_minutes")
    return {
        **{name: getattr(site, name) for name in same},
        "group": site.group_id,
        "origins": "\n".join(site.origins),
    }

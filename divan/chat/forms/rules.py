"""Settings: what an administrator types about an invitation to chat."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.accounts.forms.names import NamesForm
from divan.chat.actions.rules import LONGEST_SECONDS, MOST_DAYS, RuleDetails
from divan.chat.limits import LONGEST_INVITATION
from divan.chat.models import ChatRule, Visitors

_SAME = ("name", "seconds", "visitors", "again_days")


class RuleForm(NamesForm):
    """An invitation; the words in each language are what visitors read."""

    longest_name = LONGEST_INVITATION

    name = forms.CharField(
        label=_("Name, which only the staff reads"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    pages = forms.CharField(
        label=_("Pages on which to ask, one to a line"),
        help_text=_(
            "What comes after the name of the website, for example /prices or /shop/*. Empty is every page."
        ),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    seconds = forms.IntegerField(
        label=_("After how many seconds on the page"), min_value=1, max_value=LONGEST_SECONDS, initial=30
    )
    visitors = forms.ChoiceField(label=pgettext_lazy("chat", "Whom to ask"), choices=Visitors.choices)
    again_days = forms.IntegerField(
        label=_("Days until somebody is asked again"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=7,
    )

    def __init__(self, data: Any = None, *, rule: ChatRule | None = None) -> None:
        super().__init__(data, names=rule.texts if rule else None, initial=_initial(rule))
        for bound in self.name_fields:
            language = dict(settings.LANGUAGES)[bound.name.removeprefix("name_")]
            bound.label = gettext("What visitors read (%(language)s)") % {"language": language}

    def clean_pages(self) -> list[str]:
        """The lines as people read them: browsers and copied addresses write other letters as %D7%A9."""
        lines = (unquote(line.strip()) for line in self.cleaned_data["pages"].splitlines())
        return list(dict.fromkeys(re.sub(r"\*+", "*", line) for line in lines if line))

    def details(self) -> RuleDetails:
        """The valid form as the verbs want it."""
        given = self.cleaned_data
        return RuleDetails(**{name: given[name] for name in _SAME}, texts=self.names(), pages=given["pages"])


def _initial(rule: ChatRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    return {**{name: getattr(rule, name) for name in _SAME}, "pages": "\n".join(rule.pages)}

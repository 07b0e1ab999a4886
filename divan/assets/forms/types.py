"""A type of products."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.forms.names import NamesForm

ICONS = (
    ("screen", pgettext_lazy("icon", "Screen")),
    ("box", pgettext_lazy("icon", "Box")),
    ("wrench", pgettext_lazy("icon", "Wrench")),
    ("router", pgettext_lazy("icon", "Router")),
    ("phone", pgettext_lazy("icon", "Telephone")),
    ("plug", pgettext_lazy("icon", "Plug")),
    ("globe", pgettext_lazy("icon", "Globe")),
    ("code", pgettext_lazy("icon", "Code")),
)


class TypeForm(NamesForm):
    """Its name in each language, and its icon."""

    icon = forms.ChoiceField(label=_("Icon"), choices=ICONS)

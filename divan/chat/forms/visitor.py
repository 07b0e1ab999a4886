"""What a visitor types in the frame."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.chat.limits import LONGEST_TEXT
from divan.chat.models import ChatSite
from divan.core.labels import label


class AskForm(forms.Form):
    """Who asks what. Whom the site names is not asked again."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    topic = forms.TypedChoiceField(label=_("What is it about?"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, site: ChatSite, data: Any = None, *, is_identified: bool = False) -> None:
        super().__init__(data, auto_id="ask-%s")
        topics = [(topic.pk, label(topic.names)) for topic in site.topics.all()]
        if topics:
            self.fields["topic"].choices = [("", _("Something else")), *topics]  # type: ignore[attr-defined]
        else:
            del self.fields["topic"]
        if is_identified:
            for name in ("name", "email"):
                self.fields[name].required = False


class RatingForm(forms.Form):
    """How it was, from 1 to 5."""

    stars = forms.IntegerField(label=_("How was it?"), min_value=1, max_value=5)
    comment = forms.CharField(label=_("Comment on the rating"), max_length=2000, required=False)


class CallBackForm(forms.Form):
    """Where to call."""

    phone = forms.CharField(label=_("Your telephone number"), max_length=40)

"""What the archive of chats can be asked for. Its whole state stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Group
from divan.chat.models import ChatRule, ChatSite, EndReason, Outcome, Purpose
from divan.chat.queries.archive_filters import NO, NONE, YES, Asked, colleagues_in_chats
from divan.ui.reading import DayField

_ANY = ("", _("All"))
_RATINGS = [(str(stars), "★" * stars) for stars in range(5, 0, -1)]
_MINUTES = [
    ("1", _("More than a minute")),
    ("5", _("More than 5 minutes")),
    ("15", _("More than 15 minutes")),
    ("60", _("More than an hour")),
]
_FILTERS = (
    *("visitor", "agent", "lead", "since", "until", "rating", "language", "group", "site", "rule"),
    *("purpose", "outcome", "answered", "ended", "waited", "lasted"),
)


class ArchiveForm(forms.Form):
    """Everything is optional; choices that are empty narrow nothing."""

    use_required_attribute = False

    q = forms.CharField(label=_("Words"), max_length=300, required=False)
    visitor = forms.CharField(label=pgettext_lazy("chat", "Visitor"), max_length=200, required=False)
    agent = forms.ChoiceField(label=pgettext_lazy("in a chat", "Expert"), required=False)
    rating = forms.ChoiceField(
        label=pgettext_lazy("chat", "Rating"),
        choices=[_ANY, *_RATINGS, (NONE, pgettext_lazy("chat", "Not rated"))],
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=[_ANY, *settings.LANGUAGES], required=False)
    site = forms.ChoiceField(label=pgettext_lazy("chat", "Site"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    lead = forms.ChoiceField(label=pgettext_lazy("in a chat", "Led by"), required=False)
    rule = forms.ChoiceField(
        label=pgettext_lazy("rule that asked a visitor to chat", "Invited by"), required=False
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("chat", "Purpose"), choices=[_ANY, *Purpose.choices], required=False
    )
    outcome = forms.ChoiceField(
        label=pgettext_lazy("chat", "Outcome"),
        choices=[_ANY, *Outcome.choices, (NONE, pgettext_lazy("outcome of a chat", "None"))],
        required=False,
    )
    answered = forms.ChoiceField(
        label=pgettext_lazy("chat", "Answered"),
        choices=[
            _ANY,
            (YES, pgettext_lazy("answered chat", "Yes")),
            (NO, pgettext_lazy("answered chat", "No")),
        ],
        required=False,
    )
    ended = forms.ChoiceField(
        label=pgettext_lazy("chat", "How it ended"), choices=[_ANY, *EndReason.choices], required=False
    )
    waited = forms.ChoiceField(
        label=pgettext_lazy("chat", "Waited"), choices=[_ANY, *_MINUTES], required=False
    )
    lasted = forms.ChoiceField(
        label=pgettext_lazy("chat", "Lasted"), choices=[_ANY, *_MINUTES], required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="archive-%s")
        # Made for each reader: their example of a day is one of today, in their own calendar.
        self.fields["since"] = DayField(label=pgettext_lazy("filter", "From"), required=False)
        self.fields["until"] = DayField(label=pgettext_lazy("filter", "Up to"), required=False)
        colleagues = colleagues_in_chats()
        self._offer("agent", colleagues)
        self._offer("lead", colleagues)
        self._offer("group", [(group.pk, str(group)) for group in Group.objects.all()])
        self._offer("site", ChatSite.objects.order_by("name", "pk").values_list("pk", "name"))
        self._offer("rule", ChatRule.objects.order_by("name", "pk").values_list("pk", "name"))

    def _offer(self, name: str, choices: Iterable[tuple[int, str]]) -> None:
        self.fields[name].choices = [_ANY, *((str(pk), label) for pk, label in choices)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> list[str]:
        """The fields besides the words, in their order, without lists that hold nothing to choose."""
        return [name for name in _FILTERS if len(getattr(self.fields[name], "choices", "any")) > 1]

    def asked(self) -> Asked:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Asked(
            words=said["q"].strip(),
            visitor=said["visitor"].strip(),
            agent=_number(said["agent"]),
            lead=_number(said["lead"]),
            since=said["since"],
            until=said["until"],
            rating=said["rating"],
            language=said["language"],
            site=_number(said["site"]),
            group=_number(said["group"]),
            rule=_number(said["rule"]),
            purpose=said["purpose"],
            outcome=said["outcome"],
            answered=said["answered"],
            ended=said["ended"],
            waited=_number(said["waited"]),
            lasted=_number(said["lasted"]),
        )


def _number(text: str) -> int | None:
    """The value of a choice that is a number."""
    return int(text) if text else None

"""What a report can be asked for. Its whole state stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.chat.models import ChatSite, Purpose
from divan.reports.periods import Period, last
from divan.reports.queries.chats import Asked
from divan.ui.reading import DayField

LENGTHS = (7, 30, 90)
USUAL = 30
# The fields that say which days.
PERIOD = ("days", "since", "until")
_ANY = ("", _("All"))


class PeriodForm(forms.Form):
    """So many days up to today, or from one day up to another. Without any answer it is the last thirty days."""

    use_required_attribute = False

    days = forms.TypedChoiceField(
        choices=[(days, days) for days in LENGTHS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="report-%s")
        # Made for each reader: their example of a day is one of today, in their own calendar.
        self.fields["since"] = DayField(label=pgettext_lazy("filter", "From"), required=False)
        self.fields["until"] = DayField(label=pgettext_lazy("filter", "Up to"), required=False)

    def clean(self) -> dict[str, Any]:
        """A period does not end before it begins."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return said

    def period(self) -> Period:
        """The period of a valid form. Typed days count more than a length; one of them alone leaves the usual length."""
        said = self.cleaned_data
        usual = last(said["days"] or USUAL)
        since, until = said["since"], said["until"]
        if not since and not until:
            return usual
        if not since:
            return Period(until - (usual.until - usual.since), until)
        return Period(since, until or max(usual.until, since))


class ChatsForm(PeriodForm):
    """Chats can be narrowed by purpose and site too."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("chat", "Purpose"), choices=[_ANY, *Purpose.choices], required=False
    )
    site = forms.ChoiceField(label=pgettext_lazy("chat", "Site"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        sites = ChatSite.objects.order_by("name", "pk").values_list("pk", "name")
        self.sites = dict(sites)
        choices = [_ANY, *((str(pk), name) for pk, name in self.sites.items())]
        self.fields["site"].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What a valid form asks for."""
        said = self.cleaned_data
        site = int(said["site"]) if said["site"] else None
        return Asked(period=self.period(), purpose=said["purpose"], site=site)

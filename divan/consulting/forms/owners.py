"""What handing over and escalating ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from divan.accounts.models import Group, User
from divan.consulting.actions import LAST_TIER
from divan.consulting.forms.referrals import FIRST, words
from divan.consulting.forms.whom import GROUP, chosen, group_options, people_options
from divan.consulting.queries.experts import colleagues, experts
from divan.tickets.access import may
from divan.tickets.desk import DeedForm
from divan.ui.formats import digits


class _OwnerForm(DeedForm):
    """A group and a person, as far as the actor may choose them. What does not fit together the verb refuses."""

    page = "consulting/whom.html"

    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues().exclude(pk=self.ticket.assignee_id or 0)
        self.proposed = experts(self.actor, self.ticket, among=people)
        self.fields["group"].choices = group_options()  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody yet")),
            *people_options(people, self.proposed),
        ]
        self.initial.setdefault("group", f"{GROUP}{self.ticket.group_id}")

    def clean_group(self) -> Group | None:
        found = chosen(self.cleaned_data["group"])
        return found if isinstance(found, Group) else None

    def clean_person(self) -> User | None:
        found = chosen(self.cleaned_data["person"])
        return found if isinstance(found, User) else None

    def shown(self) -> dict[str, Any]:
        return {"experts": self.proposed}


class HandOverForm(_OwnerForm):
    """The new owner, and why."""

    act = pgettext_lazy("button", "Hand over")

    group = forms.ChoiceField(label=gettext_lazy("Group"), widget=forms.Select(attrs=FIRST))
    reason = words(gettext_lazy("Why?"))


class EscalateForm(_OwnerForm):
    """The tier, perhaps a new owner, and why."""

    act = pgettext_lazy("button", "Escalate")
    field_order = ("tier", "reason", "group", "person")

    tier = forms.TypedChoiceField(
        label=gettext_lazy("Tier"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose a tier above the present one.")},
    )
    reason = words(gettext_lazy("Why?"), is_first=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_tiers()
        self.fields["reason"].help_text = _(
            "For the team only. The customer is told that the ticket was escalated, and not why."
        )
        if not may(self.actor, "assign", self.ticket):
            del self.fields["group"], self.fields["person"]

    def _offer_tiers(self) -> None:
        """Those above the present one. Somebody else may have taken the ticket to the last one meanwhile: then there
        is nothing to choose, and the deed itself is refused.
        """
        above = range(self.ticket.tier + 1, LAST_TIER + 1)
        if not above:
            del self.fields["tier"]
            return
        self.fields["tier"].choices = [  # type: ignore[attr-defined]
            (tier, _("Tier %(tier)s") % {"tier": digits(tier)}) for tier in above
        ]
        self.initial.setdefault("tier", self.ticket.tier + 1)

    def shown(self) -> dict[str, Any]:
        return {"experts": self.proposed if "person" in self.fields else []}

"""What an hour of each role costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.accounts.models import Role
from divan.ui.reading import AmountField

_ROLE = "role_"


class RatesForm(forms.Form):
    """An amount for each role of the staff, and the currency of all of them."""

    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        help_text=_("Three letters, such as EUR, TRY, ILS, IRR or PLN."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, rates: Sequence[tuple[Role, Decimal | None]], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].initial = currency
        for role, amount in rates:
            self.fields[f"{_ROLE}{role.pk}"] = AmountField(
                label=str(role), required=False, initial="" if amount is None else amount
            )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def amounts(self) -> dict[int, Decimal | None]:
        """What was entered by role. After `is_valid()`."""
        return {
            int(name.removeprefix(_ROLE)): amount
            for name, amount in self.cleaned_data.items()
            if name.startswith(_ROLE)
        }

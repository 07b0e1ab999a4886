"""What an hour costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.accounts.models import Role
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.timekeeping.access import RATES
from divan.timekeeping.models import Currency, HourlyRate

# ISO 4217 gives each currency three letters.
_CODE = re.compile(r"[A-Z]{3}")


def set_rates(amounts: Mapping[int, Decimal | None], currency: str, *, actor: Actor) -> None:
    """Hourly rates by role from now on; None takes the rate of a role away. Entries keep the rate that they have."""
    require(actor, RATES)
    if not _CODE.fullmatch(currency):
        raise Refused(_("A currency has three letters, such as EUR."), field="currency")
    if any(amount is not None and not 0 <= amount < 10**8 for amount in amounts.values()):
        raise Refused(_("A rate is not negative."))
    known = set(Role.objects.filter(is_staff=True).values_list("pk", flat=True))
    with transaction.atomic():
        for role in known & amounts.keys():
            amount = amounts[role]
            if amount is None:
                HourlyRate.objects.filter(role_id=role).delete()
            else:
                HourlyRate.objects.update_or_create(role_id=role, defaults={"amount": amount})
        Currency.objects.update_or_create(id=1, defaults={"code": currency})
        record(actor, "rates.changed", currency)

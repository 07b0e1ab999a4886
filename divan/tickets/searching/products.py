"""Fields about the product of a ticket: `product:` by words or by its id, `serial:` by its serial number."""

from __future__ import annotations

from django.db.models import Q

from divan.assets.queries import ids_named, ids_with_serial
from divan.core.ids import id_in
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.searching.meaning import Meaning, Reading


def product(value: str, _reading: Reading) -> Meaning:
    """All words stand in the name, the model or the serial number; "#7" is the product with that id."""
    wanted = id_in(ascii_digits(value.removeprefix("#")))
    if value.startswith("#") and wanted:
        return Meaning(Q(asset_id=wanted))
    return Meaning(Q(asset_id__in=ids_named(value)))


def serial(value: str, _reading: Reading) -> Meaning:
    """The whole serial number."""
    return Meaning(Q(asset_id__in=ids_with_serial(value)))

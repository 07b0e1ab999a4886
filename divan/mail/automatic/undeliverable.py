"""Addresses that our mail does not reach: nothing automatic is sent there, people are warned and may try.

Only `reports` and the relay's own word about a recipient mark an address, so that nobody can silence a customer
with a forged report. Any mail from the address, and anybody who says "deliver again", clears it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from divan.accounts.models.users import clean_address
from divan.core import clock
from divan.core.prepared import Prepared
from divan.mail.models import UndeliverableAddress

# So many soft bounces within so long count as a hard one.
MOST_SOFT_BOUNCES = 3
SOFT_BOUNCES_COUNT_FOR = timedelta(days=7)
LONGEST_DIAGNOSTIC = 1000
_marked = Prepared(
    lambda address: UndeliverableAddress.objects.filter(address=address).values_list("pk", flat=True),
    address=str,
)


def mark_hard(address: str, status: str, diagnostic: str) -> None:
    """Note that mail to the address does not arrive."""
    row = _row(address)
    row.is_hard = True
    _save(row, status, diagnostic)


def mark_soft(address: str, status: str, diagnostic: str) -> bool:
    """Note that one mail is held up; True if there were so many lately that the address counts as dead."""
    row = _row(address)
    if row.pk and row.first_at < clock.now() - SOFT_BOUNCES_COUNT_FOR and not row.is_hard:
        row.bounces, row.first_at = 1, clock.now()
    row.is_hard = row.is_hard or row.bounces >= MOST_SOFT_BOUNCES
    _save(row, status, diagnostic)
    return row.is_hard


def clear(addresses: Iterable[str]) -> int:
    """Forget what was said about these addresses; returns how many were marked."""
    marked = [pk for address in _clean(addresses) for pk in _marked(address=address)]
    if marked:
        UndeliverableAddress.objects.filter(pk__in=marked).delete()
    return len(marked)


def undeliverable_among(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that our mail does not reach, in one query."""
    marked = UndeliverableAddress.objects.filter(address__in=_clean(addresses), is_hard=True)
    return set(marked.values_list("address", flat=True))


def _clean(addresses: Iterable[str]) -> set[str]:
    return {clean_address(address) for address in addresses if address}


def _row(address: str) -> UndeliverableAddress:
    """The locked row of an address, counted once more; a fresh one that is not stored yet if there is none."""
    now, clean = clock.now(), clean_address(address)
    row = UndeliverableAddress.objects.select_for_update().filter(address=clean).first()
    if row is None:
        return UndeliverableAddress(address=clean, is_hard=False, first_at=now)
    row.bounces += 1
    return row


def _save(row: UndeliverableAddress, status: str, diagnostic: str) -> None:
    row.status, row.diagnostic = status[:16], diagnostic[:LONGEST_DIAGNOSTIC]
    row.last_at = clock.now()
    row.save()

"""Ticket numbers: consecutive, without gaps, formatted as the installation wishes (T1)."""

from __future__ import annotations

from django.db.models import F

from divan.core.prepared import Prepared, PreparedUpdate
from divan.tickets.models import Counter

COUNTER = "ticket"
FIRST = 1001
_advance = PreparedUpdate(lambda name: Counter.objects.filter(name=name), {"value": F("value") + 1}, name=str)
_value = Prepared(lambda name: Counter.objects.filter(name=name).values_list("value", flat=True), name=str)


def next_serial() -> int:
    """The next number; the counter stays locked until the caller's transaction ends, so none is lost."""
    if not _advance(name=COUNTER):
        Counter.objects.get_or_create(name=COUNTER, defaults={"value": FIRST - 1})
        _advance(name=COUNTER)
    return _value(name=COUNTER)[0]


def hold_serials() -> None:
    """Lock the counter early, for whoever locks a ticket before they open another: opening one by mail locks the
    counter first and then the ticket that it follows up, and two orders would wait for each other.
    """
    Counter.objects.select_for_update().filter(name=COUNTER).first()


def format_number(serial: int, *, prefix: str, checksum: bool) -> str:
    """The number that people see, e.g. DVN-1042, with a Luhn check digit where that is wanted."""
    return f"{prefix}{serial}{luhn_digit(serial) if checksum else ''}"


def luhn_digit(serial: int) -> int:
    """The check digit of ISO/IEC 7812-1 annex B: it catches a wrong digit and most swapped neighbours."""
    total = 0
    for place, character in enumerate(reversed(str(serial))):
        digit = int(character)
        if place % 2 == 0:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return -total % 10

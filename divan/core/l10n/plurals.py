"""Plural forms: the rules of the catalogue headers, for counters that need no catalogue."""

from __future__ import annotations

from decimal import Decimal

from .languages import known
from .numbers import digits, format_number

_TICKETS = {
    "en": ("{n} ticket", "{n} tickets"),
    "tr": ("{n} talep", "{n} talep"),
    "he": ("פנייה אחת", "שתי פניות", "{n} פניות", "{n} פניות"),
    "fa": ("{n} تیکت", "{n} تیکت"),
    "pl": ("{n} zgłoszenie", "{n} zgłoszenia", "{n} zgłoszeń", "{n} zgłoszenia"),
}
_NO_TICKETS = {"he": "אין פניות"}


def plural_index(n: int | float | Decimal, language: str) -> int:
    """Which plural form `n` takes, numbered as in the language's gettext header."""
    language = known(language)
    if language == "pl":
        return _polish(n)
    if language == "he":
        return _hebrew(n)
    if language == "en":
        return int(n != 1)
    return int(n > 1)


def plural_tickets(n: int | float | Decimal, language: str) -> str:
    """A counter of tickets; the number is not grouped."""
    language = known(language)
    if n == 0 and language in _NO_TICKETS:
        return _NO_TICKETS[language]
    shown = digits(str(n), language) if isinstance(n, int) else format_number(n, language)
    return _TICKETS[language][plural_index(n, language)].format(n=shown)


def _polish(n: int | float | Decimal) -> int:
    """One, few (2-4, 22-24, …), many, and fractions."""
    if n % 1:
        return 3
    if n == 1:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def _hebrew(n: int | float | Decimal) -> int:
    """One, two, round tens from 20, the rest."""
    if n in (1, 2):
        return int(n) - 1
    return 2 if n > 10 and n % 10 == 0 else 3

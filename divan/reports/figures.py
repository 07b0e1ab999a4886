"""Shares, lengths and sums as the reader writes them; a dash for what there is not."""

from __future__ import annotations

from decimal import Decimal

from divan.core.l10n.numbers import format_number, format_percent
from divan.ui.formats import digits, language

NOTHING = "–"


def share(part: int, whole: int) -> str:
    """A part as a percentage of the whole."""
    return format_percent(part / whole, language()) if whole else NOTHING


def clock_time(seconds: int | None) -> str:
    """Seconds as a clock shows them ("1:05", "1:01:05")."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return digits(f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}")


def rounded(value: float | None) -> str:
    """A number with one decimal place."""
    return NOTHING if value is None else format_number(value, language(), 1)


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with its currency."""
    return NOTHING if amount is None else f"{format_number(amount, language(), 2)} {currency}"

"""Numbers, percentages, digits and file sizes as each language writes and types them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .direction import LRM, strip_controls
from .languages import RTL, known

NBSP = "\u00a0"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
ARABIC_INDIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"

_TO_PERSIAN = str.maketrans("0123456789", PERSIAN_DIGITS)
_TO_ASCII = str.maketrans(PERSIAN_DIGITS + ARABIC_INDIC_DIGITS, "0123456789" * 2)


class _Style(NamedTuple):
    group: str
    point: str
    percent: str
    typed_groups: str
    """What people type between thousands; all of them read as the first character."""
    typed_points: str
    ungrouped_digits: int = 3
    """Whole parts up to this long are written without a separator."""


_STYLES = {
    "en": _Style(",", ".", "{}%", ",", "."),
    "he": _Style(",", ".", "{}%", ",", "."),
    "tr": _Style(".", ",", "%{}", ".", ","),
    "pl": _Style(NBSP, ",", "{}%", " \u00a0\u202f\u2009", ",", ungrouped_digits=4),
    "fa": _Style("٬", "٫", "{}٪", "٬,،", "٫."),
}
_UNITS = {
    "en": ("B", "KB", "MB", "GB", "TB"),
    "tr": ("bayt", "KB", "MB", "GB", "TB"),
    "he": ("בייט", "ק״ב", "מ״ב", "ג״ב", "ט״ב"),
    "fa": ("بایت", "کیلوبایت", "مگابایت", "گیگابایت", "ترابایت"),
    "pl": ("B", "KB", "MB", "GB", "TB"),
}
MOST_DIGITS = 28
"""With more of them decimal arithmetic rounds, also where a number is only written out."""

_PLAIN = re.compile(r"(?a:\d+(?:\.\d+)?|\.\d+)")
_GROUPED = re.compile(r"(?a:\d{1,3}(?:,\d{3})+(?:\.\d+)?)")


def digits(text: str, language: str) -> str:
    """`text` with the digits of the language: Persian ones in Persian, otherwise as they are."""
    return text.translate(_TO_PERSIAN) if known(language) == "fa" else text


def ascii_digits(text: str) -> str:
    """`text` with Persian and Arabic-Indic digits turned into 0-9, for storing and parsing."""
    return text.translate(_TO_ASCII)


def format_number(value: int | float | Decimal, language: str, decimals: int | None = None) -> str:
    """`value` grouped and with the decimal sign of the language.

    `decimals` is the fixed number of decimal places, rounded half up; None shows what the value has.
    """
    language = known(language)
    style = _STYLES[language]
    exact = _decimal(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    if len(whole) > style.ungrouped_digits:
        whole = f"{int(whole):,}".replace(",", style.group)
    text = whole + (style.point + fraction if fraction else "")
    if exact < 0:
        # Right-to-left text would carry a bare minus to the other end of its number.
        text = (f"{LRM}-" if language in RTL else "-") + text
    return digits(text, language)


def format_percent(fraction: float | Decimal, language: str) -> str:
    """A fraction as a percentage with at most one decimal place: 0.945 is 94.5%."""
    language = known(language)
    percent = (_decimal(fraction) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    decimals = 0 if percent == percent.to_integral_value() else 1
    return _STYLES[language].percent.format(format_number(percent, language, decimals))


def parse_number(text: str, language: str) -> Decimal:
    """What a person typed into a number field, in any digits.

    Accepted are the language's own separators and the plain form with a point (1234.5). A separator
    that both readings could claim counts as the language writes it. Raises ValueError for all else,
    also for more digits than could be shown again as they were typed.
    """
    style = _STYLES[known(language)]
    typed = ascii_digits(strip_controls(text)).strip().replace("−", "-")
    is_negative = typed.startswith("-")
    typed = typed[1:].lstrip() if typed[:1] in ("-", "+") else typed
    signs: dict[str, str | int | None] = {
        **dict.fromkeys(style.typed_groups, ","),
        **dict.fromkeys(style.typed_points, "."),
    }
    native = typed.translate(str.maketrans(signs))
    for candidate, shape in ((native, _GROUPED), (native, _PLAIN), (typed, _PLAIN)):
        if shape.fullmatch(candidate):
            value = Decimal(candidate.replace(",", ""))
            if len(value.as_tuple().digits) > MOST_DIGITS:
                break
            return -value if is_negative else value
    raise ValueError(f"not a number: {text!r}")


def filesize(size: int, language: str) -> str:
    """A size in bytes in the largest fitting unit of 1024, with one decimal place below ten."""
    language = known(language)
    amount, step = Decimal(size), 0
    while amount >= 1024 and step < len(_UNITS[language]) - 1:
        amount /= 1024
        step += 1
    decimals = 1 if step and amount < 10 else 0
    return f"{format_number(amount, language, decimals)}{NBSP}{_UNITS[language][step]}"


def _decimal(value: int | float | Decimal) -> Decimal:
    """The number that a person would read off `value`: 0.1 is one tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))

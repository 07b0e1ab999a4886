"""The limits of answers. What texts may look like is chosen from a list: nobody writes regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from divan.core.l10n.dates import date_short
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import format_number
from divan.tickets.models import Kind

TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
RANGES = frozenset({Kind.NUMBER, Kind.DATE})
Check = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a text may look like: its name for administrators, and what is said of other texts."""

    name: str | Promise
    fits: Callable[[str], object]
    refusal: str | Promise


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


PATTERNS: Mapping[str, Pattern] = {
    "digits": Pattern(
        pgettext_lazy("text pattern", "Digits only"), re.compile(r"\d+").fullmatch, _("Write digits only.")
    ),
    "letters": Pattern(
        pgettext_lazy("text pattern", "Letters only"),
        re.compile(r"[^\W\d_]+(?:[ \u200c'’.-]+[^\W\d_]+)*").fullmatch,
        _("Write letters only."),
    ),
    "code": Pattern(
        pgettext_lazy("text pattern", "A code of Latin letters and digits"),
        re.compile(r"[A-Za-z0-9]+(?:[._/-]+[A-Za-z0-9]+)*").fullmatch,
        _("Write Latin letters and digits, with dots, hyphens or slashes between them."),
    ),
    "email": Pattern(
        pgettext_lazy("text pattern", "An e-mail address"),
        _is_address,
        _("This is not an e-mail address."),
    ),
}


def checks_for(kind: str, rules: Mapping[str, Any]) -> list[Check]:
    """What raises ValidationError for answers of this kind that break the rules.

    The rules are `least` and `most` of numbers and dates (as they are stored), `shortest` and `longest` of texts in
    characters, and the `pattern` of a text.
    """
    if kind in RANGES and {"least", "most"} & rules.keys():
        return [_between(kind, rules.get("least"), rules.get("most"))]
    if kind not in TEXTS:
        return []
    checks: list[Check] = []
    if {"shortest", "longest"} & rules.keys():
        checks.append(_long(rules.get("shortest"), rules.get("longest")))
    if pattern := PATTERNS.get(rules.get("pattern", "")):
        checks.append(_looks_like(pattern))
    return checks


def _between(kind: str, least: str | None, most: str | None) -> Check:
    read: Callable[[str], Any] = date.fromisoformat if kind == Kind.DATE else Decimal

    def check(value: Any) -> None:
        if least is not None and value < read(least):
            raise ValidationError(gettext("Not less than %(limit)s.") % {"limit": _shown(read(least))})
        if most is not None and value > read(most):
            raise ValidationError(gettext("Not more than %(limit)s.") % {"limit": _shown(read(most))})

    return check


def _shown(limit: date | Decimal) -> str:
    language = known(get_language())
    return date_short(limit, language) if isinstance(limit, date) else format_number(limit, language)


def _long(shortest: int | None, longest: int | None) -> Check:
    def check(value: str) -> None:
        if shortest is not None and len(value) < shortest:
            text = ngettext(
                "Write at least %(num)s character.", "Write at least %(num)s characters.", shortest
            )
            raise ValidationError(text % {"num": _shown(Decimal(shortest))})
        if longest is not None and len(value) > longest:
            text = ngettext("Write at most %(num)s character.", "Write at most %(num)s characters.", longest)
            raise ValidationError(text % {"num": _shown(Decimal(longest))})

    return check


def _looks_like(pattern: Pattern) -> Check:
    def check(value: str) -> None:
        if not pattern.fits(value):
            raise ValidationError(str(pattern.refusal))

    return check

"""Answers to a form's questions: how they are kept with the ticket and how they are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from divan.core.l10n.dates import date_medium
from divan.core.l10n.numbers import format_number
from divan.core.labels import label
from divan.tickets.models import FormField

Kind = FormField.Kind

# Keys of questions never begin with an underscore, so this cannot be one of them.
CONSENT = "_consent"


def stored(value: Any) -> Any:
    """An answer as it is kept: dates in ISO form, numbers as plain digits."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def shown(question: FormField, value: Any, language: str) -> str:
    """A kept answer as it is read in `language`; one that no longer fits its question, as it was kept."""
    try:
        return _shown(question, value, language)
    except (ValueError, TypeError, ArithmeticError):
        return str(value)


def _shown(question: FormField, value: Any, language: str) -> str:
    match question.kind:
        case Kind.DATE:
            return date_medium(date.fromisoformat(value), language)
        case Kind.NUMBER:
            return format_number(Decimal(value), language)
        case Kind.CHOICE:
            names = {choice["value"]: choice["labels"] for choice in question.choices}
            return label(names.get(value), language) or str(value)
        case _:
            return str(value)

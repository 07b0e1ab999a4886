"""Answers to questions: how they are kept with the ticket and how they are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import override, pgettext

from divan.core.l10n.dates import date_medium
from divan.core.l10n.numbers import format_number
from divan.core.labels import label
from divan.tickets.fields.values import Named
from divan.tickets.models import Kind, Typed

# Keys of questions never begin with an underscore, so this cannot be one of them.
CONSENT = "_consent"
NOBODY = Named()


def stored(value: Any) -> Any:
    """An answer as it is kept: dates in ISO form, numbers as plain digits."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(asked: Typed, value: Any) -> Any:
    """A kept answer as the field of a form wants it; one that no longer fits its question, as it was kept."""
    try:
        if asked.kind == Kind.DATE:
            return date.fromisoformat(value)
        return Decimal(value) if asked.kind == Kind.NUMBER else value
    except (ValueError, TypeError, ArithmeticError):
        return value


def is_empty(value: Any) -> bool:
    """Whether a question was left open; a box that is not ticked is."""
    return value in (None, "", []) or value is False


def shown(asked: Typed, value: Any, language: str, names: Named = NOBODY) -> str:
    """A kept answer as it is read in `language`; one that no longer fits its question, as it was kept."""
    try:
        return _shown(asked, value, language, names)
    except (ValueError, TypeError, ArithmeticError, KeyError):
        return str(value)


def _shown(asked: Typed, value: Any, language: str, names: Named) -> str:
    match asked.kind:
        case Kind.DATE:
            return date_medium(date.fromisoformat(value), language)
        case Kind.NUMBER:
            return format_number(Decimal(value), language)
        case Kind.CHOICE:
            return _choices(asked, [value], language)
        case Kind.MULTIPLE:
            return _choices(asked, value, language)
        case Kind.CHECK:
            with override(language):
                return pgettext("ticked", "Yes") if value else pgettext("ticked", "No")
        case Kind.FILE:
            return str(value["name"])
        case Kind.PERSON:
            return names.people.get(value, "—")
        case Kind.PRODUCT:
            return names.products.get(value, "—")
        case _:
            return str(value)


def _choices(asked: Typed, values: list[str], language: str) -> str:
    names = {choice["value"]: choice["labels"] for choice in asked.choices}
    with override(language):
        between = pgettext("between the items of a list", ", ")
    return between.join(label(names.get(value), language) or str(value) for value in values)

"""The values of fields: how they are written to be found, and whose names they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from divan.accounts.models import User
from divan.assets.queries import names_of as names_of_products
from divan.core.l10n.folding import fold
from divan.tickets.models import CustomField, FieldValue, Kind, Ticket, Typed

LONGEST = 120
MOST_WORDS = 20
# Long texts are found by their words like messages, files by their names.
NOT_FOUND_BY = frozenset({Kind.LONG_TEXT, Kind.FILE, Kind.SECTION})


@dataclass(frozen=True, slots=True)
class Named:
    """The names behind answers that hold ids."""

    people: Mapping[int, str] = field(default_factory=dict)
    products: Mapping[int, str] = field(default_factory=dict)


def names_in(answered: Iterable[tuple[Typed, Any]]) -> Named:
    """The names that these questions' answers need, in two queries at most and in none without such answers."""
    pairs = list(answered)
    people = [value for asked, value in pairs if asked.kind == Kind.PERSON]
    products = [value for asked, value in pairs if asked.kind == Kind.PRODUCT]
    return Named(
        {row.pk: str(row) for row in User.objects.filter(pk__in=people)} if people else {},
        names_of_products(products) if products else {},
    )


def found_by(kind: str, value: Any) -> set[str]:
    """The ways to write a value by which its ticket is found, folded: the whole, and for texts each word."""
    if kind in NOT_FOUND_BY or value in (None, "", []):
        return set()
    if kind == Kind.CHECK:
        return {"yes" if value else "no"}
    if kind == Kind.MULTIPLE:
        return {str(each)[:LONGEST] for each in value}
    if kind in (Kind.TEXT, Kind.PHONE, Kind.URL):
        text = fold(str(value))
        return {each[:LONGEST] for each in (text, *text.split()[:MOST_WORDS]) if each}
    return {str(value)[:LONGEST]}


def keep_findable(ticket: Ticket, changed: Iterable[CustomField]) -> None:
    """Write anew what the ticket is found by in these fields; in the transaction that changed its answers."""
    rows = list(changed)
    FieldValue.objects.filter(ticket=ticket, field__in=rows).delete()
    FieldValue.objects.bulk_create(
        FieldValue(ticket=ticket, field=row, text=text)
        for row in rows
        for text in sorted(found_by(row.kind, ticket.answers.get(row.slot)))
    )

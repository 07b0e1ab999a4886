"""The filters of a search page: links that change the text of the query, and what is chosen now."""

from __future__ import annotations

from divan.search.language import Kind, Parsed, Part, to_text, with_field
from divan.tickets.searching.fields import NAMES, field_called

_SEVERAL = frozenset({"is", "has", "tag"})
"""Of these a query may hold several, each on its own."""


def filters_of(parsed: Parsed) -> frozenset[tuple[str, str]]:
    """Names and values of the wanted fields, as they are called in English whatever was typed."""
    said = [_said(part) for part in parsed.parts if not part.is_negated]
    return frozenset(pair for pair in said if pair)


def part_of(parsed: Parsed, name: str, value: str) -> Part | None:
    """The wanted part that says so."""
    return next(
        (part for part in parsed.parts if not part.is_negated and _said(part) == (name, value)),
        None,
    )


def with_filter(parsed: Parsed, name: str, value: str) -> str:
    """The query with this value of a field, instead of another one where it can have but one.

    An empty value takes the field away.
    """
    old = [part for part in parsed.parts if not part.is_negated and (said := _said(part)) and said[0] == name]
    if not value:
        return to_text(Parsed(tuple(part for part in parsed.parts if part not in old)))
    if name in _SEVERAL:
        old = [part for part in old if _said(part) == (name, value)]
    return with_field(parsed, name, value, instead_of=old)


def _said(part: Part) -> tuple[str, str] | None:
    """Name and value of a part, as they are called in English; None for words and unknown fields."""
    if part.kind is Kind.TAG:
        return "tag", part.value
    name = NAMES.exactly(part.name) if part.kind is Kind.FIELD else None
    if name is None:
        return None
    values = field_called(name).values
    return name, (values.find(part.value) if values else None) or part.value

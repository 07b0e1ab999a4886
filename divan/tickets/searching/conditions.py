"""A query as a list of conditions, for people who do not know its language; and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from divan.search.language import Kind, Parsed, Part, parse, to_text
from divan.tickets.searching.fields import FIELDS, NAMES


@dataclass(frozen=True, slots=True)
class Condition:
    """One field of a query. `name` is one of `FIELDS`, `value` as it was typed."""

    name: str
    value: str
    is_negated: bool = False


def conditions_of(query: str) -> tuple[list[Condition], str]:
    """The conditions in a query, and the text of all that is none: words, phrases and what is no field."""
    conditions: list[Condition] = []
    rest: list[Part] = []
    for part in parse(query).parts:
        name = _field(part)
        if name:
            conditions.append(Condition(name, part.value, part.is_negated))
        else:
            rest.append(part)
    return conditions, to_text(Parsed(tuple(rest)))


def query_of(conditions: Iterable[Condition], words: str) -> str:
    """The query that says so. Conditions without a value, and of fields that do not exist, say nothing."""
    fields = (
        Part(Kind.FIELD, value, 0, 0, each.name, each.is_negated)
        for each in conditions
        if (value := " ".join(each.value.split())) and each.name in FIELDS
    )
    return to_text(Parsed((*fields, *parse(words).parts)))


def _field(part: Part) -> str:
    if part.kind is Kind.TAG:
        return "tag"
    return (NAMES.exactly(part.name) or "") if part.kind is Kind.FIELD and part.value else ""

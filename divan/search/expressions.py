"""What an engine is asked: forms joined by "any of", "all of" and "without"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from divan.search.normaliser import INTERNAL, SUBJECT, Term


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these is enough."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of `items`, and nothing of `without`."""

    items: tuple[Expression, ...]
    without: tuple[Expression, ...] = ()


Expression = str | AnyOf | AllOf

EXACT, STEM, AFFIX = 0, 1, 2
"""How far from the word as it was typed a form may be."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where to look: in subjects only, in what customers see, or in everything."""

    marks: tuple[str, ...]


IN_SUBJECT = Zone((SUBJECT,))
IN_PUBLIC = Zone(("",))
IN_ALL = Zone(("", INTERNAL))


def any_of(items: Iterable[Expression]) -> Expression:
    """Any of `items`; one alone needs no bracket."""
    distinct = tuple(dict.fromkeys(items))
    return distinct[0] if len(distinct) == 1 else AnyOf(distinct)


def of_term(term: Term, zone: Zone, reach: int) -> Expression:
    """The expression that finds one word in a zone, in forms up to `reach`."""
    forms = term.exact
    if reach >= STEM:
        forms += term.stems
    if reach >= AFFIX:
        forms += term.affixes
    found: list[Expression] = [mark + form for form in forms for mark in zone.marks]
    if reach >= AFFIX:
        found += [
            AllOf(tuple(any_of(mark + form for form in part for mark in zone.marks) for part in parts))
            for parts in term.compounds
        ]
    return any_of(found)

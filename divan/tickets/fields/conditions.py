"""Which questions of a form are asked, by what was answered before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from divan.tickets.models import FormField, Kind

DECIDING = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.CHECK})
TICKED, NOT_TICKED = "yes", "no"


def not_asked(questions: Iterable[FormField], typed: Callable[[str], Sequence[str]]) -> frozenset[str]:
    """Keys of the questions that are not asked; `typed` gives what was chosen for a key.

    A heading that is not shown takes the questions below it with it, and a question that is not asked decides nothing.
    """
    decided: dict[str, Sequence[str]] = {}
    hidden: set[str] = set()
    is_below_hidden = False
    for row in questions:
        is_hidden = not _holds(row.condition, decided)
        if row.asked.kind == Kind.SECTION:
            is_below_hidden = is_hidden
        if is_hidden or is_below_hidden:
            hidden.add(row.key)
        elif row.asked.kind == Kind.CHECK:
            decided[row.key] = [TICKED if typed(row.key) else NOT_TICKED]
        elif row.asked.kind in DECIDING:
            decided[row.key] = typed(row.key)
    return frozenset(hidden)


def _holds(condition: Mapping[str, Any], decided: Mapping[str, Collection[str]]) -> bool:
    if not condition:
        return True
    return bool(set(condition["is"]) & set(decided.get(condition["question"], ())))


def refer_back(questions: Iterable[FormField]) -> bool:
    """Whether every condition names a question that can decide and stands before its own."""
    before: set[str] = set()
    for row in questions:
        if row.condition and row.condition["question"] not in before:
            return False
        if row.asked.kind in DECIDING:
            before.add(row.key)
    return True

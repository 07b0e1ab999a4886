"""The shortcuts that a person may change: each slice lists its own, by the key that everybody has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from divan.core.registry import Registry

PLACES: Mapping[str, str | Promise] = {
    "list": pgettext_lazy("shortcuts", "In a list"),
    "ticket": pgettext_lazy("shortcuts", "On a ticket"),
    "composer": pgettext_lazy("shortcuts", "Writing"),
    "go": pgettext_lazy("shortcuts", "Go to"),
    "everywhere": pgettext_lazy("shortcuts", "Everywhere"),
}
# One key, a capital letter, or G and a letter. G alone begins the third kind.
_POSSIBLE = re.compile(r"(?!g$)[!-~]|shift\+[a-z]|g [a-z]")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`key` as in `data-key`, `place` one of `PLACES`."""

    key: str
    text: str | Promise
    place: str


# Each gives the shortcuts of its slice when they are asked for: other registries may fill them.
sources: Registry[Callable[[], Iterable[Shortcut]]] = Registry("sources of shortcuts")


def shortcuts() -> list[Shortcut]:
    """All of them, by place."""
    found = [one for source in sources.values() for one in source()]
    return sorted(found, key=lambda one: list(PLACES).index(one.place))


def is_possible(key: str) -> bool:
    """Whether the key can be heard as a shortcut."""
    return _POSSIBLE.fullmatch(key) is not None


def clashes(choices: Mapping[str, str]) -> dict[str, Shortcut]:
    """Which of the shortcuts in `choices` (usual key: own key) would have the key of another one: that other one."""
    taken: dict[str, list[Shortcut]] = {}
    for one in shortcuts():
        if key := choices.get(one.key, one.key):
            taken.setdefault(key, []).append(one)
    return {
        one.key: next(other for other in those if other.key != one.key)
        for those in taken.values()
        for one in those
        if len({other.key for other in those}) > 1 and one.key in choices
    }

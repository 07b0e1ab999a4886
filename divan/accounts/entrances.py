"""What brings new tickets into a group. Slices above say so; such a group cannot be taken out of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from divan.accounts.models import Group
from divan.core.registry import Registry

entrances: Registry[Callable[[int], Iterable[str]]] = Registry("entrances of groups")


def entrances_of(group: Group) -> list[str]:
    """The names of forms, mail addresses and the like from which tickets come into the group."""
    return [name for names in entrances.values() for name in names(group.pk)]

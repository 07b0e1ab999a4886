"""The tree of categories, read at once: there are dozens, not thousands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from divan.core.labels import label
from divan.knowledge.models import KnowledgeCategory


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category: its name in the reader's language and how deep it stands (0 for the first row)."""

    id: int
    name: str
    depth: int
    parent_id: int | None


def tree(language: str) -> list[Shelf]:
    """All categories in the order of the tree (one query)."""
    below: dict[int | None, list[KnowledgeCategory]] = {}
    for row in KnowledgeCategory.objects.all():
        below.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None, depth: int) -> Iterator[Shelf]:
        for row in below.get(parent, ()):
            yield Shelf(row.pk, label(row.names, language), depth, row.parent_id)
            yield from walk(row.pk, depth + 1)

    return list(walk(None, 0))


def trail(shelves: list[Shelf], shelf_id: int) -> list[Shelf]:
    """The way from the first row to that shelf, itself at the end."""
    known = {shelf.id: shelf for shelf in shelves}
    found: list[Shelf] = []
    current = known.get(shelf_id)
    while current is not None:
        found.append(current)
        current = known.get(current.parent_id or 0)
    return found[::-1]


def within(shelves: list[Shelf], shelf_id: int) -> set[int]:
    """That shelf and all that stand on it."""
    found = {shelf_id}
    for shelf in shelves:  # parents come before what stands on them
        if shelf.parent_id in found:
            found.add(shelf.id)
    return found


def shelf_and_above(shelf_id: int) -> list[int]:
    """That category and those that it stands on."""
    return [shelf.id for shelf in trail(tree("en"), shelf_id)]

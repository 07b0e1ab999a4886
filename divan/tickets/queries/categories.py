"""The category tree as lists show it: each category directly below its parent."""

from __future__ import annotations

from dataclasses import dataclass

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.labels import label
from divan.core.rows import one_of
from divan.tickets.models import Category


@dataclass(frozen=True, slots=True)
class Branch:
    """A category and how deep it lies (0 at the top)."""

    id: int
    name: str
    depth: int
    is_active: bool


def tree(*, only_active: bool = False) -> list[Branch]:
    """All categories in their order, one query. Below an inactive one nothing is active either."""
    children: dict[int | None, list[tuple[int, str, bool]]] = {}
    rows = Category.objects.order_by("position", "id").values_list("id", "parent_id", "names", "is_active")
    for pk, parent, names, is_active in rows:
        if is_active or not only_active:
            children.setdefault(parent, []).append((pk, label(names), is_active))
    branches: list[Branch] = []
    todo = [(entry, 0) for entry in reversed(children.get(None, []))]
    while todo:
        (pk, name, is_active), depth = todo.pop()
        branches.append(Branch(pk, name, depth, is_active))
        todo += [(child, depth + 1) for child in reversed(children.get(pk, []))]
    return branches


def category_for(actor: Actor, category_id: int) -> Category:
    """One category, for the settings. Raises NotAllowed if there is none."""
    require(actor, "settings.manage")
    return one_of(Category.objects.filter(pk=category_id), f"category {category_id}")

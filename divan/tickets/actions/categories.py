"""The category tree (T2): add, rename, move, take out of use. Nothing is deleted: tickets keep their category."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.labels import kept_labels
from divan.core.rows import one_of
from divan.tickets.models import Category

PERMISSION = "settings.manage"
NAME_CHARACTERS = 100
MAX_DEPTH = 4


def add_category(names: Mapping[str, str], parent_id: int | None = None, *, actor: Actor) -> Category:
    """A new category at the end of its parent's children."""
    require(actor, PERMISSION)
    with transaction.atomic():
        kept = kept_labels(names, longest=NAME_CHARACTERS)
        _require_place(None, parent_id)
        created = Category.objects.create(names=kept, parent_id=parent_id, position=_last_place(parent_id))
        record(actor, "category.added", created, category=created.pk, parent=parent_id)
        return created


def rename_category(category_id: int, names: Mapping[str, str], *, actor: Actor) -> Category:
    """Other names, one for each language."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(category_id)
        before, row.names = row.names, kept_labels(names, longest=NAME_CHARACTERS)
        if row.names != before:
            row.save(update_fields=["names"])
            record(actor, "category.renamed", row, category=row.pk, before=before, names=row.names)
        return row


def move_category(category_id: int, parent_id: int | None, *, actor: Actor) -> Category:
    """Put a category with all below it under another one, or at the top."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(category_id)
        if row.parent_id == parent_id:
            return row
        _require_place(row.pk, parent_id)
        before, row.parent_id = row.parent_id, parent_id
        row.position = _last_place(parent_id)
        row.save(update_fields=["parent", "position"])
        record(actor, "category.moved", row, category=row.pk, before=before, parent=parent_id)
        return row


def change_category(
    category_id: int, names: Mapping[str, str], parent_id: int | None, *, actor: Actor
) -> Category:
    """Rename and move in one step: both or neither."""
    with transaction.atomic():
        rename_category(category_id, names, actor=actor)
        return move_category(category_id, parent_id, actor=actor)


def set_category_in_use(category_id: int, in_use: bool, *, actor: Actor) -> Category:
    """Offer a category for new tickets, or no longer."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(category_id)
        switch(row, in_use, "category.in_use", actor=actor, category=row.pk)
        return row


def _locked(category_id: int) -> Category:
    return one_of(Category.objects.select_for_update().filter(pk=category_id), f"category {category_id}")


def _require_place(category_id: int | None, parent_id: int | None) -> None:
    """The parent must exist, must not lie below the category itself, and the tree must stay shallow."""
    # Taken in one order by everybody, so that two moves at once cannot make a ring.
    parents = dict(Category.objects.select_for_update().order_by("pk").values_list("pk", "parent_id"))
    depth, above = 0, parent_id
    while above is not None:
        depth += 1
        if above not in parents:
            raise Refused(_("This category does not exist any more."), field="parent")
        if above == category_id:
            raise Refused(_("A category cannot lie below itself."), field="parent")
        above = parents[above]
    if depth + _height(category_id, parents) > MAX_DEPTH:
        raise Refused(_("Categories can be at most four levels deep."), field="parent")


def _height(category_id: int | None, parents: Mapping[int, int | None]) -> int:
    """How many levels the category and what lies below it need."""
    below = [pk for pk, parent in parents.items() if category_id is not None and parent == category_id]
    return 1 + max((_height(pk, parents) for pk in below), default=0)


def _last_place(parent_id: int | None) -> int:
    last = Category.objects.filter(parent_id=parent_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
